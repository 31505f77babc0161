// Finds the messages of one family of protocols in the packets of a capture.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/packets/packet.h"

namespace braid::import::packets {

/// How an endpoint's host is called in events: the name that `--client NAME=ADDRESS` gives it, else its
/// address.
class HostNames {
 public:
  explicit HostNames(const ImportOptions& options);
  [[nodiscard]] std::string name_of(const Address& address) const;

 private:
  std::map<Address, std::string> names_;
};

/// Where a decoder puts events. Each was found(); what is behind calls event() for it, and restores the
/// order.
using Emit = std::function<void(recording::Record)>;

/// One family of protocols: it is offered every packet, in order, and takes those that are its own.
///
/// An event is a call with its reply. Packets that are no message's (an acknowledgement without data, a
/// handshake) are found and skipped by whoever takes them, so that every packet is either part of an event or
/// counted; a packet that is a further part of a message is neither.
class Decoder {
 public:
  virtual ~Decoder() = default;

  /// Whether the packet was one of this family's. `packet.payload` is only valid during the call.
  [[nodiscard]] virtual bool take(const Packet& packet) = 0;

  /// The capture is over: emits calls that have no reply, counts messages that are not complete.
  virtual void finish() = 0;

  /// What header.system becomes if the first event is this decoder's: `nfs3`, `nfs4`, `afs`.
  [[nodiscard]] virtual std::string system() const = 0;
};

/// Makes a decoder, which borrows the options and the ledger.
using MakeDecoder = std::unique_ptr<Decoder> (*)(const ImportOptions& options, Ledger& ledger, Emit emit);

}  // namespace braid::import::packets
