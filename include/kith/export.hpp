// Which symbols the shared library shows. Everything else is hidden.
#pragma once

#if defined(KITH_STATIC)
#define KITH_API
#elif defined(_WIN32)
#if defined(KITH_BUILDING)
#define KITH_API __declspec(dllexport)
#else
#define KITH_API __declspec(dllimport)
#endif
#else
#define KITH_API __attribute__((visibility("default")))
#endif
