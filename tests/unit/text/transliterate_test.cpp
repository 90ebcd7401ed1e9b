#include "text/fold.hpp"
#include "text/transliterate.hpp"

#include <catch2/catch.hpp>

using namespace kith::text;

TEST_CASE("Cyrillic and Greek in Latin letters", "[text]") {
    CHECK(latin_letters(fold("Кузнецов")) == "kuznetsov");
    CHECK(latin_letters(fold("Щербакова-Юдина")) == "shcherbakova-yudina");
    CHECK(latin_letters(fold("Фёдор Цой")) == "fedor tsoi");
    CHECK(latin_letters(fold("Ігор Їжакевич")) == "igor izhakevich");
    CHECK(latin_letters(fold("Ђорђе Љубић")) == "djordje ljubic");
    CHECK(latin_letters(fold("Παπαδόπουλος")) == "papadopoulos");
    CHECK(latin_letters(fold("Θωμάς Ψαρράς")) == "thomas psarras");
    CHECK(latin_letters(fold("Ada 太郎")) == "ada 太郎");
    CHECK(latin_letters("").empty());
}
