// Histories as Jepsen and its kin write them: of each operation an entry when it is invoked and one when it
// is completed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/edn/value.h"
#include "braid/tracer/import/ledger.h"
#include "braid/tracer/recording/record.h"

namespace braid::import {

enum class EntryType : std::uint8_t {
  invoke,
  ok,    ///< it happened
  fail,  ///< it did not happen
  info,  ///< nobody knows
};

/// `invoke`, ..., without a colon.
[[nodiscard]] std::optional<EntryType> entry_type(std::string_view name);

/// One entry. Texts and values are borrowed.
struct HistoryEntry {
  std::string_view process;
  EntryType type = EntryType::invoke;
  std::string_view function;          ///< `read`, `write`, `cas`, `txn`, `put`, ...
  const edn::Value* value = nullptr;  ///< null: none was given
  const edn::Value* key = nullptr;    ///< of a store of several registers
  const edn::Value* error = nullptr;  ///< why an operation failed, or nobody knows
  std::uint64_t position = 0;         ///< its place in the order, from 1
  std::uint64_t line = 0;
};

/// Makes events of entries: an invocation and its completion are one, from position to position.
///
/// A process has one operation at a time. One whose outcome nobody knows, and one that a further invocation
/// of its process leaves without a completion, stay open: they have no end. Memory: open operations.
class History {
 public:
  History(std::uint64_t source, Ledger& ledger) : source_(source), ledger_(ledger) {}

  /// The event that the entry completes, if it does. `excerpt` is for the ledger.
  [[nodiscard]] std::optional<recording::Record> add(const HistoryEntry& entry, std::string_view excerpt);

  /// What stayed open, by start. Nothing is added any more.
  [[nodiscard]] std::vector<recording::Record> finish();

 private:
  void invoke(const HistoryEntry& entry);
  void skip(const HistoryEntry& entry, std::string_view kind, std::string_view excerpt);

  std::uint64_t source_;
  Ledger& ledger_;
  std::map<std::string, recording::Record, std::less<>> open_;  ///< by process
  std::vector<recording::Record> without_end_;
};

}  // namespace braid::import
