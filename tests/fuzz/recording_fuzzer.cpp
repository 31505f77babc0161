// A recording is read from any bytes, summed up, written again and read back equal; and it becomes a program
// of the notation, or says why not.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/recording/ndjson_reader.h"
#include "braid/tracer/recording/ndjson_writer.h"
#include "braid/tracer/recording/summary.h"
#include "braid/tracer/recording/window.h"

namespace {

using namespace braid::recording;

NdjsonReader reader_of(std::string bytes) {
  return NdjsonReader(braid::import::Input::from_memory("fuzz", std::move(bytes)));
}

std::vector<Record> read_all(NdjsonReader& reader) {
  std::vector<Record> records;
  Record record;
  while (reader.next(record)) records.push_back(record);
  return records;
}

void expect_same_when_written(const Header& header, const std::vector<Record>& records) {
  std::ostringstream out;
  NdjsonWriter writer(out);
  writer.header(header);
  for (const Record& record : records) writer.event(record);
  writer.footer({records.size(), {}});
  NdjsonReader reader = reader_of(out.str());
  if (!(reader.header() == header)) std::abort();
  std::ostringstream again;
  NdjsonWriter second(again);
  second.header(header);
  for (const Record& record : read_all(reader)) second.event(record);
  second.footer({records.size(), {}});
  if (out.str() != again.str()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    NdjsonReader reader = reader_of(bytes);
    const std::vector<Record> records = read_all(reader);
    Summariser summariser;
    for (const Record& record : records) summariser.add(record);
    static_cast<void>(summariser.finish());
    expect_same_when_written(reader.header(), records);
    NdjsonReader again = reader_of(bytes);
    static_cast<void>(read_window(again, "fuzz", WindowPlace{8, seconds(2), true}, "afs2"));
  } catch (const braid::InputError&) {
  }
  return 0;
}
