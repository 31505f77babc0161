#include "braid/checker/command/afs_transcript.h"

namespace braid::command {

void Transcript::indent(std::size_t client) {
  static constexpr std::string_view kColumn = "                            ";
  static_assert(kColumn.size() == 28);
  for (std::size_t i = 0; i <= client; ++i) text(kColumn);
}

void Transcript::flush() {
  out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
  text_.clear();
  out_.flush();
  if (!out_) throw EarlyExit::with_error("standard output takes no more text");
}

}  // namespace braid::command
