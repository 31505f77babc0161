// What became of everything that an import found: nothing is dropped in silence.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/recording/value.h"

namespace braid::import {

/// Accounts of one import. An importer says found() where the source has something that might become an event
/// (a system call, a message, a line that is no part of anything), and later, for each of these, either
/// event() or skip(). What belongs to something already found (the second line of a call, a further packet of
/// a message) is not found again.
class Ledger {
 public:
  /// Things that were skipped for the same reason, and the first of them.
  struct Skipped {
    std::uint64_t count = 0;
    std::uint64_t source = 0;  ///< which of the inputs the first was in
    std::uint64_t line = 0;    ///< and where
    std::string excerpt;       ///< its text, cut to kMostExcerpt bytes
  };
  static constexpr std::size_t kMostExcerpt = 120;
  /// Further kinds are counted as "of other kinds".
  static constexpr std::size_t kMostKinds = 1000;

  /// A line, packet or record was read.
  void read_unit() { ++units_; }
  void found() { ++found_; }
  void event() { ++events_; }

  /// Something found becomes no event. `kind` is a plural for people, in the order `ARP packets`,
  /// `system calls mmap`.
  void skip(std::string_view kind, std::uint64_t line, std::string_view excerpt = {},
            std::uint64_t source = 0);

  /// An event kept less than the source had: values that were cut, addresses that mean nothing elsewhere.
  void note(std::string_view kind);

  [[nodiscard]] std::uint64_t units() const { return units_; }
  [[nodiscard]] std::uint64_t found_count() const { return found_; }
  [[nodiscard]] std::uint64_t event_count() const { return events_; }
  [[nodiscard]] std::uint64_t skipped_count() const { return skipped_total_; }
  [[nodiscard]] const std::map<std::string, Skipped, std::less<>>& skipped() const { return skipped_; }
  [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& notes() const { return notes_; }

  /// Whether found = events + skipped. Holds at the end of every import.
  [[nodiscard]] bool balanced() const { return found_ == events_ + skipped_total_; }

  /// The kinds and counts, for a footer.
  [[nodiscard]] recording::Fields skipped_fields() const;

 private:
  std::uint64_t units_ = 0;
  std::uint64_t found_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t skipped_total_ = 0;
  std::map<std::string, Skipped, std::less<>> skipped_;
  std::map<std::string, std::uint64_t, std::less<>> notes_;
};

}  // namespace braid::import
