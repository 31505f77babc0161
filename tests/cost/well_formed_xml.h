// Whether a text is well-formed XML.
#pragma once

#include <string>
#include <string_view>

namespace braid::test {

/// "" if `document` is a well-formed element of XML 1.0, else what is wrong with it. Knows elements,
/// attributes, character data and the five predefined and the numeric references: all that a plot needs.
/// Comments, processing instructions and document types are faults to it.
[[nodiscard]] std::string xml_fault(std::string_view document);

}  // namespace braid::test
