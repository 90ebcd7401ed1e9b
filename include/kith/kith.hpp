// Everything: the one header to include.
#pragma once

#include <kith/backup.hpp>
#include <kith/blobs.hpp>
#include <kith/bulk.hpp>
#include <kith/card.hpp>
#include <kith/columns.hpp>
#include <kith/database.hpp>
#include <kith/duplicates.hpp>
#include <kith/exchange.hpp>
#include <kith/exports.hpp>
#include <kith/field_access.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/members.hpp>
#include <kith/merge.hpp>
#include <kith/observe.hpp>
#include <kith/pipelines.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>
#include <kith/search.hpp>
#include <kith/segments.hpp>
#include <kith/summary.hpp>
#include <kith/tags.hpp>
#include <kith/today.hpp>
#include <kith/version.hpp>
