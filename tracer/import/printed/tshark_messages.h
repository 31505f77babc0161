// Calls and replies of NFS and AFS in packets that tshark printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/printed/rpc_exchange.h"
#include "braid/tracer/import/printed/tshark_packet.h"

namespace braid::import::printed {

/// Who sent a packet to whom, and when.
struct Way {
  recording::Time time;
  std::string from;
  std::string from_port;
  std::string to;
  std::string to_port;
};

/// Nothing where the packet does not say.
[[nodiscard]] std::optional<Way> way_of(const TsharkPacket& packet);

/// The messages of a packet. What they carry is left out where the packet has several: tshark has all their
/// values in one row, which cannot be told apart.
[[nodiscard]] std::vector<Message> nfs_messages(const TsharkPacket& packet, const Way& way,
                                                const ImportOptions& options, Ledger& ledger);

/// A call begins with its first packet and a reply ends with its last (Rx header: seq, flag LAST-PACKET).
/// Nothing where the packet is none of these; then `kind` says what it is.
[[nodiscard]] std::optional<Message> rx_message(const TsharkPacket& packet, const Way& way,
                                                std::string& kind);

/// Makes events of packets.
class TsharkMessages {
 public:
  TsharkMessages(std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : source_(source), options_(options), ledger_(ledger), exchange_(source, options, ledger) {}

  /// The events that are due. Counts the packet as found: once for every message it has, or as one that is
  /// skipped.
  [[nodiscard]] std::vector<recording::Record> add(const TsharkPacket& packet, std::uint64_t line,
                                                   std::string_view excerpt);

  /// What is still held, one by one.
  [[nodiscard]] std::optional<recording::Record> take() { return exchange_.take(); }

  [[nodiscard]] recording::Header header() const;

 private:
  void skip(std::string_view kind, std::uint64_t line, std::string_view excerpt);

  std::uint64_t source_;
  ImportOptions options_;
  Ledger& ledger_;
  RpcExchange exchange_;
  std::string system_;  ///< of the first message
};

}  // namespace braid::import::printed
