// Any bytes are a schedule, alone or in a document, or an InputError; a schedule is written so that it is
// read back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "braid/checker/command/schedule_argument.h"
#include "braid/checker/report/schedule_text.h"
#include "braid/tracer/diagnostic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::uint32_t labels : {0U, 2U, 10U, 64U}) {
    try {
      const braid::explore::Schedule schedule = braid::command::parse_schedule_file("file", text, labels);
      const std::string written = braid::report::to_text(schedule, labels);
      if (braid::report::parse_schedule("again", written, labels) != schedule) std::abort();
    } catch (const braid::InputError&) {
    }
  }
  return 0;
}
