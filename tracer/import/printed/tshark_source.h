// Events of what tshark prints, whatever form it prints packets in.
#pragma once

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/printed/tshark_messages.h"
#include "braid/tracer/import/printed/tshark_packet.h"

namespace braid::import::printed {

/// A form reads the next packet into packet_ and calls add(), or skip() for what is none; at the end of the
/// input it returns finish().
class TsharkSource : public QueuedSource {
 public:
  [[nodiscard]] recording::Header header() const final { return messages_.header(); }

 protected:
  TsharkSource(std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : ledger_(ledger), source_(source), messages_(source, options, ledger) {}

  /// The packet is at `line`, where `text` stands.
  void add(std::uint64_t line, std::string_view text) {
    for (recording::Record& record : messages_.add(packet_, line, text)) emit(std::move(record));
  }

  void skip(std::string_view kind, std::uint64_t line, std::string_view text) {
    ledger_.found();
    ledger_.skip(kind, line, text, source_);
  }

  /// Emits a call without a reply; false once there is none left.
  [[nodiscard]] bool finish() {
    auto record = messages_.take();
    if (record) emit(std::move(*record));
    return record.has_value();
  }

  Ledger& ledger_;
  TsharkPacket packet_;

 private:
  std::uint64_t source_;
  TsharkMessages messages_;
};

}  // namespace braid::import::printed
