// Captures of networks, pcap and pcapng: calls and replies of the protocols that have a decoder.
#include <optional>
#include <vector>

#include "braid/tracer/import/afs/decoder.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/nfs/nfs_decoder.h"
#include "braid/tracer/import/packets/capture_file.h"
#include "braid/tracer/import/packets/decoder.h"
#include "braid/tracer/import/packets/merged_packets.h"
#include "braid/tracer/import/packets/ordered_events.h"

namespace braid::import {
namespace {

/// Packets are offered to them in this order.
std::vector<packets::MakeDecoder> decoders() {
  return {nfs::make_decoder, afs::afs_decoder};
}

class CaptureSource final : public RecordSource {
 public:
  CaptureSource(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger)
      : options_(options), ledger_(ledger), packets_(std::move(inputs), ledger), events_(ledger) {
    for (const packets::MakeDecoder make : decoders()) {
      const std::size_t number = decoders_.size();
      decoders_.push_back(make(options_, ledger_,
                               [this, number](recording::Record event) { add(std::move(event), number); }));
    }
  }
  CaptureSource(const CaptureSource&) = delete;
  CaptureSource& operator=(const CaptureSource&) = delete;

  [[nodiscard]] bool next(recording::Record& record) override {
    while (!events_.take(ended_, record)) {
      if (ended_) return false;
      advance();
    }
    return true;
  }

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.kind = recording::Kind::messages;
    header.system = first_ ? decoders_[*first_]->system() : "network";
    header.clock = recording::Clock::seconds;
    return header;
  }

 private:
  void advance() {
    packets::Packet packet;
    if (packets_.next(packet)) return offer(packet);
    ended_ = true;
    for (const auto& decoder : decoders_) decoder->finish();
  }

  void offer(const packets::Packet& packet) {
    for (const auto& decoder : decoders_) {
      if (decoder->take(packet)) return;
    }
    ledger_.found();
    ledger_.skip(packet.transport == packets::Transport::tcp ? "TCP packets of other protocols"
                                                             : "UDP packets of other protocols",
                 packet.number, {}, packet.source);
  }

  void add(recording::Record event, std::size_t decoder) {
    if (!first_) first_ = decoder;
    ledger_.event();
    events_.add(std::move(event));
  }

  ImportOptions options_;
  Ledger& ledger_;
  packets::MergedPackets packets_;
  packets::OrderedEvents events_;
  std::vector<std::unique_ptr<packets::Decoder>> decoders_;
  bool ended_ = false;
  std::optional<std::size_t> first_;  ///< the decoder of the first event
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  return packets::is_capture(head) ? 100 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return std::make_unique<CaptureSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& pcap_format() {
  static const Format format{"pcap", "captures of tcpdump and Wireshark, pcap and pcapng", recognises, open};
  return format;
}

}  // namespace braid::import
