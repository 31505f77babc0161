// A price in JSON and CSV.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "braid/checker/cost/price.h"
#include "braid/checker/report/json_writer.h"

namespace braid::report {

/// An object, as `price` in checker/report/cost.schema.json.
void write_price_json(JsonWriter& json, const cost::Price& price);

/// A line for each number, which begins with `head`: `HEAD,item,value`.
void write_price_csv(std::ostream& out, std::string_view head, const cost::Price& price);

/// A field as RFC 4180 has it.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace braid::report
