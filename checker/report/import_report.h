// What became of everything that an import found.
#pragma once

#include <ostream>

#include "braid/tracer/import/import.h"

namespace braid::report {

void write_import_text(std::ostream& out, const import::ImportResult& result);
void write_import_json(std::ostream& out, const import::ImportResult& result);  ///< import.schema.json

}  // namespace braid::report
