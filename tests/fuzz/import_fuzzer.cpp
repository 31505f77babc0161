// Importers take any bytes. The input begins with a line that names the format; the rest is what is imported.
// Each import ends in events and skips that add up to what was found, or in one error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace import = braid::import;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  const import::Format* format = import::find_format(input.substr(0, line));
  if (format == nullptr) return 0;
  import::ImportOptions options;
  options.clients.push_back({"c1", "/mnt/c1"});
  options.clients.push_back({"c2", "10.9.0.12"});
  options.most_data = 32;
  try {
    std::vector<import::Input> inputs;
    inputs.push_back(import::Input::from_memory("fuzz", std::string(input.substr(line + 1))));
    std::ostringstream out;
    // Throws std::logic_error, which nobody catches, where the accounts do not add up.
    static_cast<void>(
        import::import_recording(std::move(inputs), format, options, out, [] { return false; }));
  } catch (const braid::InputError&) {
  }
  return 0;
}
