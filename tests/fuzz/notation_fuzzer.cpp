// The notation's parser takes any bytes: it reads a trace, which can then be written and read back, or says
// what is wrong.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../tracer/same_trace.h"
#include "braid/tracer/notation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  braid::Trace trace;
  try {
    trace = braid::parse_notation("fuzz", text);
  } catch (const braid::InputError& error) {
    if (error.position().line == 0 || error.position().column == 0) std::abort();
    return 0;
  }
  const braid::Trace again = braid::parse_notation("written", braid::to_notation(trace));
  if (!braid::same_trace(trace, again)) std::abort();
  return 0;
}
