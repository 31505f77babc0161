// What a recorded workload costs in several systems at once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/cost/named_files.h"
#include "braid/checker/cost/recorded_sessions.h"
#include "braid/checker/cost/system_prices.h"
#include "braid/checker/cost/workload_prices.h"
#include "braid/tracer/recording/record.h"

namespace braid::cost {

struct RecordingPrices {
  std::vector<SizedPrices> systems;  ///< in the order that was asked for
  std::uint64_t operations = 0;      ///< that were priced
  std::uint64_t files = 0;
  std::uint64_t runs = 0;            ///< of models, in all
  std::vector<std::string> remarks;  ///< what was left out, added, or taken for something simpler
};

/// Prices the operations of a recording, file by file, in the recording's order (of imports, that in which
/// they returned), each finished before the next begins. Files are independent of each other; clients keep
/// what they have cached. Offsets become blocks of sizes.block bytes, or of larger ones where a file would
/// have more than FileRunner::kMostBlocks; of a file that is smaller than a block it counts how large it is.
///
/// Files are who they are whatever their names: a removed file stays for who has it open, and a renamed one
/// goes on with what clients have of it; of systems whose clients drop that then, with nothing. Whether
/// O_CREAT made a file is known with O_EXCL, and where the recording says before that there was none.
///
/// A file's operations are kept until nobody has it open, Limits::kept at most: what is read until then tells
/// its size. Memory: by file, up to Limits::files, of which those used longest ago are forgotten; and by
/// state of files, up to Limits::states a system. Not thread-safe.
class RecordingPricer {
 public:
  struct Limits {
    std::size_t kept = 256;     ///< operations of a file
    std::size_t files = 65536;  ///< that are remembered
    std::size_t states = 8192;  ///< of a system, besides those that files are in
  };

  /// Throws InputError for systems that cannot be priced.
  RecordingPricer(std::span<const std::string> systems, const Sizes& sizes, const Limits& limits);
  RecordingPricer(std::span<const std::string> systems, const Sizes& sizes)
      : RecordingPricer(systems, sizes, Limits{}) {}
  RecordingPricer(const RecordingPricer&) = delete;
  RecordingPricer& operator=(const RecordingPricer&) = delete;

  /// REQUIRES that the record is of a recording of operations.
  void add(const recording::Record& record) { sessions_.take(record); }

  /// Closes what is open. Call once.
  [[nodiscard]] RecordingPrices finish(const std::string& source);

 private:
  using Place = NamedFiles::Place;

  void take(const RecordedUse& told);
  void open(const RecordedUse& told);
  void remove(const RecordedUse& told);
  void rename(const RecordedUse& told);
  [[nodiscard]] Place file_named(const std::string& name);
  [[nodiscard]] Place new_file(const std::string& name, bool absent);
  void free_name(const std::string& name);
  void keep(Place file, const FileUse& use);
  void drop_if_gone(Place file);
  void price_kept(NamedFiles::File& file);
  [[nodiscard]] std::vector<std::uint64_t> find_sizes(NamedFiles::File& file);
  void forget_states();
  [[nodiscard]] std::vector<std::string> remarks() const;

  Sizes sizes_;
  Limits limits_;
  std::vector<std::string> names_;
  std::vector<SystemPrices> systems_;
  NamedFiles files_;
  RecordedSessions sessions_;
  std::uint64_t larger_blocks_ = 0;  ///< files that have such
};

}  // namespace braid::cost
