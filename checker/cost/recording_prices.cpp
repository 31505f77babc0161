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
      sessions_([this](const std::string& name, const FileUse& use) { take(name, use); }) {
  for (const std::string& system : names_) systems_.emplace_back(system);
}

void RecordingPricer::take(const std::string& name, const FileUse& use) {
  auto known = by_name_.find(name);
  if (known == by_name_.end()) {
    forget_files();
    File file;
    file.name = name;
    file.shape.block_bytes = sizes_.block;
    for (SystemPrices& system : systems_) file.standings.push_back(system.untouched());
    files_.push_back(std::move(file));
    known = by_name_.emplace(name, std::prev(files_.end())).first;
    ++file_count_;
  } else {
    files_.splice(files_.end(), files_, known->second);
  }
  File& file = *known->second;
  file.kept.push_back(use);
  if (use.operation == Operation::open) ++file.open;
  if (use.operation == Operation::close) --file.open;
  if (file.open == 0 || file.kept.size() >= limits_.kept) price_kept(file);
}

void RecordingPricer::find_size(File& file) {
  const std::uint64_t block = file.shape.block_bytes;
  for (const FileUse& use : file.kept) file.shape.size = size_told(use, file.shape.size);
  while (file.shape.size > file.shape.block_bytes * FileRunner::kMostBlocks) file.shape.block_bytes *= 2;
  if (block == sizes_.block && block != file.shape.block_bytes) ++larger_blocks_;
}

void RecordingPricer::price_kept(File& file) {
  find_size(file);
  find_purposes(file.kept);
  for (std::size_t system = 0; system < systems_.size(); ++system)
    for (const FileUse& use : file.kept) systems_[system].take(file.standings[system], use, file.shape);
  file.kept.clear();
  forget_states();
}

/// Of those used longest ago, one that nobody has open.
void RecordingPricer::forget_files() {
  constexpr int kMostTries = 64;
  for (int tries = 0; tries < kMostTries && files_.size() >= limits_.files; ++tries) {
    const auto file = files_.begin();
    if (file->open > 0) {
      files_.splice(files_.end(), files_, file);
      continue;
    }
    by_name_.erase(file->name);
    files_.erase(file);
    ++forgotten_files_;
  }
}

void RecordingPricer::forget_states() {
  for (std::size_t system = 0; system < systems_.size(); ++system) {
    if (systems_[system].states().size() <= limits_.states + files_.size()) continue;
    std::vector<Standing*> standings;
    for (File& file : files_) standings.push_back(&file.standings[system]);
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
  }
  if (larger_blocks_ > 0) {
    remarks.push_back(fmt::format("{} files have larger blocks, so as not to have more than {}",
                                  larger_blocks_, FileRunner::kMostBlocks));
  }
  if (forgotten_files_ > 0) {
    remarks.push_back(
        fmt::format("{} times a file was forgotten with its cached copies, to remember no more than {}",
                    forgotten_files_, limits_.files));
  }
  return remarks;
}

RecordingPrices RecordingPricer::finish(const std::string& source) {
  sessions_.finish();
  for (File& file : files_) price_kept(file);
  RecordingPrices result;
  result.operations = sessions_.operations();
  result.files = file_count_;
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
