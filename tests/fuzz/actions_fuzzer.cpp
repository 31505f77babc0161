// The action strings' parser takes any bytes: it reads a trace, which is then written as it was read, or says
// what is wrong.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "../tracer/same_trace.h"
#include "braid/tracer/action_strings.h"
#include "braid/tracer/notation.h"

namespace {

void read_and_write(std::string_view text, std::optional<unsigned> files) {
  braid::Trace trace;
  try {
    trace = braid::parse_action_strings("fuzz", text, files);
  } catch (const braid::InputError& error) {
    if (error.position().line != 1 || error.position().column == 0) std::abort();
    return;
  }
  if (braid::to_action_strings(trace) != text) std::abort();
  if (!braid::same_trace(trace, braid::parse_notation("written", braid::to_notation(trace)))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_and_write(text, std::nullopt);
  read_and_write(text, 2);
  return 0;
}
