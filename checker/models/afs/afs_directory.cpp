#include "braid/checker/models/afs/afs_directory.h"

#include <fmt/format.h>

#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

[[noreturn]] void refuse(const Trace& trace, SourcePosition position, const std::string& cause,
                         const std::string& accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

void check_use(const Trace& trace, const Event& event) {
  const bool truncates = event.truncates || event.operation == Operation::truncate;
  const bool makes_file = event.operation == Operation::write || event.operation == Operation::create;
  if (!makes_file && !truncates && event.operation != Operation::rename) return;
  refuse(trace, event.position,
         fmt::format("{} of {}, in which names are made",
                     name_of(truncates ? Operation::truncate : event.operation),
                     quote(trace.files[event.file].name)),
         "only makedir changes a directory");
}

/// Returns the names that each file has made in it.
std::vector<std::uint32_t> count_names(const Trace& trace) {
  std::vector<std::uint32_t> names(trace.files.size(), 0);
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      if (event.operation != Operation::makedir) continue;
      if (trace.values == Values::counter) {
        refuse(trace, event.position, "a directory holds names, not a number", "use `values writer`");
      }
      if (++names[event.file] <= AfsDirectory::kMostNames) continue;
      refuse(trace, event.position,
             fmt::format("more than {} names in {}", AfsDirectory::kMostNames,
                         quote(trace.files[event.file].name)),
             "what a directory may hold doubles with every name: make some in another one");
    }
  }
  return names;
}

}  // namespace

std::vector<std::string> sets_of(const std::vector<std::string>& names) {
  std::vector<std::string> sets;
  for (std::uint64_t set = 1; set < std::uint64_t{1} << names.size(); ++set) {
    std::vector<std::string> members;
    for (std::size_t name = 0; name < names.size(); ++name) {
      if ((set >> name & 1) != 0) members.push_back(names[name]);
    }
    sets.push_back(fmt::format("{{{}}}", fmt::join(members, ",")));
  }
  return sets;
}

void check_directories(const Trace& trace) {
  const std::vector<std::uint32_t> names = count_names(trace);
  for (std::size_t file = 0; file < names.size(); ++file) {
    if (names[file] == 0) continue;
    const File& declared = trace.files[file];
    if (declared.absent) {
      refuse(trace, declared.position,
             fmt::format("{} is absent, and names are made in it", quote(declared.name)),
             "a directory is there from the beginning");
    }
    if (declared.blocks > 1) {
      refuse(trace, declared.position,
             fmt::format("{} has {} blocks, and names are made in it", quote(declared.name), declared.blocks),
             "a directory is one block: leave `blocks` out");
    }
  }
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      const bool on_file = event.operation != Operation::release && event.operation != Operation::setacl;
      if (on_file && names[event.file] > 0) check_use(trace, event);
      if (event.operation == Operation::rename && names[event.replaced] > 0) check_use(trace, event);
    }
  }
  for (const Volume& volume : trace.volumes) {
    for (const std::uint32_t file : volume.files) {
      if (names[file] == 0) continue;
      refuse(trace, volume.position,
             fmt::format("{} is in a read-only volume", quote(trace.files[file].name)),
             "only a release changes it: no name is made in it");
    }
  }
}

}  // namespace braid::models
