// Teams.
#include "records/describe.hpp"

#include <kith/records/team.hpp>

namespace kith::records {

const RecordType& team_type() {
    static const RecordType type = [] {
        RecordType t = describe<Team>("team", "teams", 36, {"Team", "チーム"});
        t.fields = {
            field<&Team::name>("name", "name", 10, {"Name", "名前|チーム名"}, required | unique | searchable),
            field<&Team::description>("description", "description", 11, {"Description", "説明"}),
        };
        t.title = [](const void* record) { return static_cast<const Team*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Team>() {
    return records::team_type();
}
