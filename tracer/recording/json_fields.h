// Fields as JSON objects, as ndjson_writer.h writes them.
#pragma once

#include "braid/tracer/recording/json_line.h"
#include "braid/tracer/recording/value.h"

namespace braid::recording {

/// Takes an object and fills `fields` with it, whose memory is used again and of which nothing else is left.
/// Throws Mistake for what no Value is, for names that occur twice, for more than 1000 members, and for
/// values nested deeper than 64.
void read_fields(JsonLine& line, Fields& fields);

}  // namespace braid::recording
