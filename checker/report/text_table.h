// Tables of short texts.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace braid::report {

/// Rows of as many cells each, the first of them the head: columns as wide as their widest cell in bytes, two
/// spaces between and before them, none at the end of a line. REQUIRES at least one row.
void write_text_table(std::ostream& out, std::span<const std::vector<std::string>> rows);

}  // namespace braid::report
