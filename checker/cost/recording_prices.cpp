#include "braid/checker/cost/recording_prices.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

namespace braid::cost {
namespace {

/// Recorded offsets and lengths can be anything; no file is larger.
constexpr std::uint64_t kGreatestSize = std::uint64_t{1} << 56;

/// How far into the file the operation tells that it goes.
std::uint64_t size_told(const FileUse& use, std::uint64_t size) {
  switch (use.operation) {
    case Operation::read:
    case Operation::write: {
      const bool appends = use.operation == Operation::write && !use.offset;
      const std::uint64_t offset = appends ? size : use.offset.value_or(0);
      if (use.length == 0) return size;
      return std::max(size, std::min(offset, kGreatestSize) + std::min(use.length, kGreatestSize));
    }
    case Operation::stat:
      return std::max(size, std::min(use.size.value_or(0), kGreatestSize));
    default:
      return size;
  }
}

bool makes_empty(const FileUse& use) {
  return use.operation == Operation::create || use.operation == Operation::truncate || use.truncates;
}

/// Opens whose purpose was not recorded are for writing if that is done.
void find_purposes(std::vector<FileUse>& uses) {
  std::unordered_set<std::uint64_t> written;
  for (const FileUse& use : uses)
    if (use.operation == Operation::write) written.insert(use.session);
  for (FileUse& use : uses)
    if (use.operation == Operation::open && !use.writes) use.writes = written.contains(use.session);
}

}  // namespace

RecordingPricer::RecordingPricer(std::span<const std::string> systems, const Sizes& sizes,
                                 const Limits& limits)
    : sizes_(sizes),
      limits_(limits),
      names_(systems.begin(), systems.end()),
      files_(limits.files),
      sessions_([this](const RecordedUse& told) { take(told); }) {
  for (const std::string& system : names_) systems_.emplace_back(system);
}

void RecordingPricer::take(const RecordedUse& told) {
  if (told.says == Says::missing) {
    // Clients believe for a while that a file is not there that is.
    if (files_.find(told.file) == files_.end()) files_.note_missing(told.path);
    return;
  }
  if (told.says == Says::new_folder) {
    files_.note_new_folder(told.path);
    return;
  }
  switch (told.use.operation) {
    case Operation::open:
      open(told);
      return;
    case Operation::create:
      files_.note_there(told.path);
      free_name(told.file);
      keep(new_file(told.file, true), told.use);
      return;
    case Operation::remove:
      remove(told);
      return;
    case Operation::rename:
      rename(told);
      return;
    default:
      break;
  }
  if (told.use.session != kNoSession) {
    keep(files_.of_session(told.use.session), told.use);
    return;
  }
  files_.note_there(told.path);
  keep(file_named(told.file), told.use);
}

void RecordingPricer::open(const RecordedUse& told) {
  FileUse use = told.use;
  const bool makes = told.makes == Makes::always ||
                     (told.makes == Makes::what_is_missing && files_.is_missing(told.path, told.file));
  files_.note_there(told.path);
  if (!makes) {
    keep(file_named(told.file), use);
    return;
  }
  free_name(told.file);
  const Place file = new_file(told.file, true);
  FileUse creation;
  creation.operation = Operation::create;
  creation.client = use.client;
  file->kept.push_back(creation);
  use.truncates = false;
  keep(file, use);
}

void RecordingPricer::remove(const RecordedUse& told) {
  const Place file = file_named(told.file);
  files_.unname(file);
  files_.note_missing(told.path);
  keep(file, told.use);
}

/// The file that had the name before is as one that was removed.
void RecordingPricer::rename(const RecordedUse& told) {
  const std::string& to = *told.renamed;
  const Place moved = file_named(told.file);
  const Place replaced = files_.find(to);
  if (replaced == moved) return;
  if (replaced != files_.end()) {
    files_.unname(replaced);
    keep(replaced, told.use);
  } else {
    const FileShape nothing{0, sizes_.block};
    for (SystemPrices& system : systems_) {
      Standing standing = system.untouched();
      system.take(standing, told.use, nothing);
    }
  }
  FileUse use = told.use;
  use.moves = true;
  keep(moved, use);
  files_.name(moved, to);
  files_.note_missing(told.path);
  files_.note_moved_to(to);
}

NamedFiles::Place RecordingPricer::file_named(const std::string& name) {
  const Place known = files_.find(name);
  return known == files_.end() ? new_file(name, false) : known;
}

NamedFiles::Place RecordingPricer::new_file(const std::string& name, bool absent) {
  const Place file = files_.add(name);
  file->shape.block_bytes = sizes_.block;
  for (SystemPrices& system : systems_) file->standings.push_back(system.untouched(absent));
  return file;
}

/// For another file.
void RecordingPricer::free_name(const std::string& name) {
  const Place file = files_.find(name);
  if (file == files_.end()) return;
  files_.unname(name);
  drop_if_gone(file);
}

void RecordingPricer::keep(Place file, const FileUse& use) {
  file->kept.push_back(use);
  if (use.operation == Operation::open) files_.open(file, use.session);
  if (use.operation == Operation::close) files_.close(file, use.session);
  if (file->open.empty() || file->kept.size() >= limits_.kept) price_kept(*file);
  drop_if_gone(file);
}

void RecordingPricer::drop_if_gone(Place file) {
  if (!NamedFiles::is_gone(*file)) return;
  price_kept(*file);
  files_.erase(file);
}

/// How large the file is at each use: as large as is told from when it was last empty to when it is so again.
std::vector<std::uint64_t> RecordingPricer::find_sizes(NamedFiles::File& file) {
  FileShape& shape = file.shape;
  std::vector<std::uint64_t> sizes;
  const auto fill = [&](std::size_t uses) {
    sizes.resize(uses, shape.size);
    shape.largest = std::max(shape.largest, shape.size);
  };
  for (std::size_t at = 0; at < file.kept.size(); ++at) {
    if (makes_empty(file.kept[at])) {
      fill(at + 1);
      shape.size = 0;
    } else {
      shape.size = size_told(file.kept[at], shape.size);
    }
  }
  fill(file.kept.size());
  const std::uint64_t block = shape.block_bytes;
  while (shape.largest > shape.block_bytes * FileRunner::kMostBlocks) shape.block_bytes *= 2;
  if (block == sizes_.block && block != shape.block_bytes) ++larger_blocks_;
  return sizes;
}

void RecordingPricer::price_kept(NamedFiles::File& file) {
  if (file.kept.empty()) return;
  find_purposes(file.kept);
  const std::vector<std::uint64_t> sizes = find_sizes(file);
  for (std::size_t system = 0; system < systems_.size(); ++system) {
    FileShape shape = file.shape;
    for (std::size_t at = 0; at < file.kept.size(); ++at) {
      shape.size = sizes[at];
      systems_[system].take(file.standings[system], file.kept[at], shape);
    }
  }
  file.kept.clear();
  forget_states();
}

void RecordingPricer::forget_states() {
  for (std::size_t system = 0; system < systems_.size(); ++system) {
    if (systems_[system].states().size() <= limits_.states + files_.size()) continue;
    std::vector<Standing*> standings;
    for (NamedFiles::File& file : files_) standings.push_back(&file.standings[system]);
    systems_[system].keep_only(standings);
  }
}

std::vector<std::string> RecordingPricer::remarks() const {
  std::vector<std::string> remarks = sessions_.remarks();
  for (std::size_t system = 0; system < systems_.size(); ++system) {
    std::string skipped;
    for (const auto& [operation, count] : systems_[system].left_out())
      skipped += fmt::format("{}{} {}", skipped.empty() ? "" : ", ", count, name_of(operation));
    if (!skipped.empty()) remarks.push_back(fmt::format("{} does not have: {}", names_[system], skipped));
    if (systems_[system].forgotten() > 0) {
      remarks.push_back(
          fmt::format("{}: {} times a client's cached copy was forgotten, since more clients used a file "
                      "than the model takes",
                      names_[system], systems_[system].forgotten()));
    }
    if (systems_[system].crowded() > 0) {
      remarks.push_back(fmt::format(
          "{}: {} operations are not priced, since their client has more open than the model takes",
          names_[system], systems_[system].crowded()));
    }
  }
  if (larger_blocks_ > 0) {
    remarks.push_back(fmt::format("{} files have larger blocks, so as not to have more than {}",
                                  larger_blocks_, FileRunner::kMostBlocks));
  }
  if (files_.forgotten() > 0) {
    remarks.push_back(
        fmt::format("{} times a file was forgotten with its cached copies, to remember no more than {}",
                    files_.forgotten(), limits_.files));
  }
  return remarks;
}

RecordingPrices RecordingPricer::finish(const std::string& source) {
  sessions_.finish();
  for (NamedFiles::File& file : files_) price_kept(file);
  RecordingPrices result;
  result.operations = sessions_.operations();
  result.files = files_.added();
  for (std::size_t system = 0; system < systems_.size(); ++system) {
    result.runs += systems_[system].states().runs();
    PricedRun run;
    for (const std::string& message : systems_[system].states().runner().messages())
      static_cast<void>(run.total.message(message));  // that there are none is told, too
    const std::vector<std::string>& clients = sessions_.clients();
    std::map<std::string, Price> by_name;
    const std::vector<Price> totals = systems_[system].totals(clients.size(), sizes_.header);
    for (std::size_t client = 0; client < clients.size(); ++client) by_name[clients[client]] = totals[client];
    for (auto& [name, price] : by_name) {
      run.total += price;
      run.clients.push_back(name);
      run.prices.push_back(std::move(price));
    }
    run.steps = result.operations;
    SizedPrices prices;
    prices.system = names_[system];
    prices.sizes = {1};
    prices.latency = latency_formula(source, "", prices.sizes, {run.total});
    prices.runs.push_back(std::move(run));
    result.systems.push_back(std::move(prices));
  }
  result.remarks = remarks();
  return result;
}

}  // namespace braid::cost
