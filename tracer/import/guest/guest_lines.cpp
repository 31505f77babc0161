#include "braid/tracer/import/guest/guest_lines.h"

#include <filesystem>

namespace braid::import::guest {

std::string actor_of_file(std::string_view name, std::string_view nameless) {
  const std::string file = std::filesystem::path(name).filename().string();
  const std::string actor = file.substr(0, file.find('.'));
  return actor.empty() ? std::string(nameless) : actor;
}

GuestLines::GuestLines(Input input, std::uint64_t source, std::string_view system, std::string_view nameless,
                       Ledger& ledger)
    : lines_(std::move(input)),
      source_(source),
      system_(system),
      actor_(actor_of_file(lines_.input().name(), nameless)),
      ledger_(ledger) {}

bool GuestLines::next(recording::Record& record) {
  std::string_view line;
  while (lines_.next(line)) {
    ledger_.read_unit();
    if (line.empty()) continue;
    ledger_.found();
    record.clear();
    record.actor = actor_;
    record.source = source_;
    record.line = lines_.number();
    if (!take(line, record)) continue;
    ledger_.event();
    return true;
  }
  return false;
}

recording::Header GuestLines::header() const {
  recording::Header header;
  header.kind = recording::Kind::guest;
  header.system = system_;
  return header;
}

void GuestLines::skip(std::string_view kind, std::string_view line) {
  ledger_.skip(kind, lines_.number(), line, source_);
}

}  // namespace braid::import::guest
