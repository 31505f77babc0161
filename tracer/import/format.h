// What a foreign format is to `braid import`: how to recognise it, and how to read events from it.
//
// A format is one file in formats/: NAME.cpp defines `const Format& NAME_format()`, with - for _ in its name,
// and is known from then on; the build collects them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/input.h"
#include "braid/tracer/import/ledger.h"
#include "braid/tracer/recording/record.h"

namespace braid::import {

/// `--client c1=/mnt/c1`: who is called what. What a prefix is, the format says: a path under which a client
/// sees the shared files, an address, a file's name.
struct ClientName {
  std::string name;
  std::string prefix;
};

struct ImportOptions {
  std::vector<ClientName> clients;
  std::uint64_t most_data = 4096;  ///< bytes of a value read or written that are kept (see keep_data)
};

/// Events of one or several inputs, in the order of their ends (of their starts where they have no end).
/// Single use; not thread-safe. What it cannot read at all throws InputError; all else is in the ledger.
class RecordSource {
 public:
  virtual ~RecordSource() = default;

  /// The next event; false behind the last. Counts what it finds, gives and skips in the ledger.
  [[nodiscard]] virtual bool next(recording::Record& record) = 0;

  /// What the recording is; `tool` and `files` are the caller's to fill. REQUIRES that next() was called
  /// once.
  [[nodiscard]] virtual recording::Header header() const = 0;
};

/// Table entry. Functions are pure, except that the source uses the ledger and the inputs, for which the
/// caller keeps the ledger alive.
struct Format {
  std::string_view name;   ///< as in `--format strace`
  std::string_view about;  ///< one line for people
  /// How surely `head`, the first bytes of an input (at most kMostPeeked), is of this format: 0 no, 100 there
  /// is no doubt. The surest format is taken; ties go to the first by name.
  int (*recognises)(std::string_view head, std::string_view file_name);
  std::unique_ptr<RecordSource> (*open)(std::vector<Input> inputs, const ImportOptions& options,
                                        Ledger& ledger);
  /// Whether an input is no recording of this format but something that goes with one, as a map of a guest's
  /// memory; null where there is nothing of the kind.
  bool (*supplements)(std::string_view head) = nullptr;
};

/// All formats, by name.
[[nodiscard]] std::span<const Format* const> formats();

/// The format of a name, or null.
[[nodiscard]] const Format* find_format(std::string_view name);

/// The surest format, or null where none recognises the input.
[[nodiscard]] const Format* recognise_format(Input& input);

/// A source whose reading step may complete several events, or none. Implementations read on in advance().
class QueuedSource : public RecordSource {
 public:
  [[nodiscard]] bool next(recording::Record& record) final;

 protected:
  /// Reads a unit of the input and calls emit() for each event that this completes; false at the end, after
  /// which it is not called again.
  virtual bool advance() = 0;
  void emit(recording::Record record) { ready_.push_back(std::move(record)); }

 private:
  std::deque<recording::Record> ready_;
  bool ended_ = false;
};

/// Joins sources that are each in order. The header is the first one's. `sources` is not empty.
[[nodiscard]] std::unique_ptr<RecordSource> merge(std::vector<std::unique_ptr<RecordSource>> sources);

/// A source for each input, joined: Source(input, its number, more...).
template <class Source, class... More>
[[nodiscard]] std::unique_ptr<RecordSource> open_each(std::vector<Input> inputs, More&... more) {
  std::vector<std::unique_ptr<RecordSource>> sources;
  for (Input& input : inputs)
    sources.push_back(std::make_unique<Source>(std::move(input), std::uint64_t{sources.size()}, more...));
  return merge(std::move(sources));
}

/// Adds `data`, and where it is longer than options.most_data only its beginning, with `cut` (true) and
/// `digest` (XXH64 of all of it, as 16 hexadecimal digits). `cut_at_source`: that the recording itself has
/// less than what was read or written: `cut` without a digest. Either is noted in the ledger.
void add_data(recording::Fields& fields, std::string_view data, bool cut_at_source,
              const ImportOptions& options, Ledger& ledger);

}  // namespace braid::import
