// Recordings of one guest of which a line is an event, or none.
#pragma once

#include <string>
#include <string_view>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"

namespace braid::import::guest {

/// How a guest is called after the file that it was recorded in: its name up to the first dot, or `nameless`
/// where there is nothing before that.
[[nodiscard]] std::string actor_of_file(std::string_view name, std::string_view nameless);

/// Finds something in every line that is not empty, and gives or skips it.
class GuestLines : public RecordSource {
 public:
  [[nodiscard]] bool next(recording::Record& record) final;
  [[nodiscard]] recording::Header header() const final;

 protected:
  /// `system` is the header's, and lives as long as the program. Borrows the ledger.
  GuestLines(Input input, std::uint64_t source, std::string_view system, std::string_view nameless,
             Ledger& ledger);

  /// Completes `record`, which has the actor and its place, if the line is an event; otherwise says so by
  /// skip(), and false.
  [[nodiscard]] virtual bool take(std::string_view line, recording::Record& record) = 0;

  void skip(std::string_view kind, std::string_view line);

 private:
  LineReader lines_;
  std::uint64_t source_;
  std::string_view system_;
  std::string actor_;
  Ledger& ledger_;
};

}  // namespace braid::import::guest
