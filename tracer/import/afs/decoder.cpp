#include "braid/tracer/import/afs/decoder.h"

#include <fmt/format.h>

#include "braid/tracer/import/afs/abort_codes.h"
#include "braid/tracer/import/afs/message.h"
#include "braid/tracer/import/afs/rx_calls.h"
#include "braid/tracer/import/packets/xdr_reader.h"

namespace braid::import::afs {
namespace {

/// The number of the procedure, if the message begins with one.
std::optional<std::uint32_t> procedure_number(std::string_view request) {
  packets::XdrReader xdr(request);
  const std::uint32_t number = xdr.number();
  if (xdr.failed()) return std::nullopt;
  return number;
}

class AfsDecoder final : public packets::Decoder {
 public:
  AfsDecoder(const ImportOptions& options, Ledger& ledger, packets::Emit emit)
      : ledger_(ledger),
        emit_(std::move(emit)),
        hosts_(options),
        messages_(names_, options, ledger),
        calls_(ledger, [this](const RxCall& call) { account(call); }) {}
  AfsDecoder(const AfsDecoder&) = delete;
  AfsDecoder& operator=(const AfsDecoder&) = delete;

  [[nodiscard]] bool take(const packets::Packet& packet) override {
    if (packet.transport != packets::Transport::udp) return false;
    const auto header = read_rx_header(packet.payload);
    if (!header) return false;
    const bool is_afs = is_afs_port(packet.from.port) || is_afs_port(packet.to.port) ||
                        calls_.knows(*header, packet) || begins_known_call(*header, packet);
    if (is_afs) calls_.take(*header, packet);
    return is_afs;
  }

  void finish() override { calls_.finish(); }

  [[nodiscard]] std::string system() const override { return "afs"; }

 private:
  /// On ports that say nothing, a service and a procedure that AFS has are no accident.
  static bool begins_known_call(const RxHeader& header, const packets::Packet& packet) {
    if (header.type != RxType::data || !header.from_client() || header.sequence != 1) return false;
    const auto number = procedure_number(packet.payload.substr(kRxHeaderSize));
    return number && program_of(header.service, packet.from.port, packet.to.port, *number).find(*number);
  }

  void account(const RxCall& call) {
    const auto number = procedure_number(call.request.text());
    if (!number) {
      return skip(call, call.request.begun() ? "Rx calls whose procedure was not captured"
                                             : "Rx replies without their call");
    }
    const Program& program = program_of(call.header.service, call.client.port, call.server.port, *number);
    const Procedure* procedure = program.find(*number);
    if (procedure == nullptr && call.header.security != 0) return skip(call, "Rx calls that are encrypted");
    give(call, event(call, program, procedure, *number));
  }

  void skip(const RxCall& call, std::string_view kind) {
    const std::string route = fmt::format("{}:{} > {}:{}", to_string(call.client.address), call.client.port,
                                          to_string(call.server.address), call.server.port);
    ledger_.skip(kind, call.begin.line, route, call.begin.source);
    for (const RxSighting& again : call.sent_again) ledger_.skip(kind, again.line, route, again.source);
  }

  recording::Record event(const RxCall& call, const Program& program, const Procedure* procedure,
                          std::uint32_t number) {
    recording::Record record;
    record.actor = hosts_.name_of(call.client.address);
    record.process = call.client.port;
    record.start = call.begin.time;
    record.end = call.end;
    record.source = call.begin.source;
    record.line = call.begin.line;
    const std::string program_name =
        program.name.empty() ? fmt::format("service {}", call.header.service) : std::string(program.name);
    record.operation =
        procedure != nullptr ? std::string(procedure->name) : fmt::format("{} {}", program_name, number);
    record.arguments.add("server", hosts_.name_of(call.server.address));
    record.arguments.add("program", program_name);
    record.arguments.add("procedure", number);
    record.arguments.add(
        "xid", fmt::format("{:08x}.{:08x}.{}", call.header.epoch, call.header.connection, call.header.call));
    read_messages(call, procedure, record);
    return record;
  }

  void read_messages(const RxCall& call, const Procedure* procedure, recording::Record& record) {
    MessageFacts asked;
    if (procedure != nullptr) {
      messages_.read(procedure->arguments, call.request.text().substr(4), record.arguments, asked);
      if (asked.fid) record.object = to_string(*asked.fid);
      note_unreadable(asked, call.request.whole());
    }
    if (call.abort) {
      const std::string name = abort_name(*call.abort);
      if (call.aborted_by_client) {
        record.result.add("unknown", "aborted by the client: " + name);
      } else {
        record.result.add("error", name);
      }
    } else if (call.end && procedure != nullptr) {
      MessageFacts answered;
      messages_.read(procedure->results, call.reply.text(), record.result, answered);
      note_unreadable(answered, call.reply.whole());
      learn_names(asked, answered);
    }
  }

  void note_unreadable(const MessageFacts& facts, bool whole) {
    if (facts.readable) return;
    ledger_.note(whole ? "AFS messages that are not as their procedure has them"
                       : "AFS messages that were captured in part");
  }

  void learn_names(const MessageFacts& asked, const MessageFacts& answered) {
    if (!asked.fid) return;
    if (asked.to_fid && asked.name.empty()) {
      names_.add(*asked.to_fid, asked.to_name, *asked.fid);
    } else if (asked.to_fid) {
      names_.rename(*asked.fid, asked.name, *asked.to_fid, asked.to_name);
    } else if (answered.new_fid) {
      names_.add(*asked.fid, asked.name, *answered.new_fid);
    } else if (answered.directory && asked.offset == 0) {
      names_.add_directory(*asked.fid, answered.data);
    }
  }

  /// A request that was sent again is a message of its own, although the server takes it only once.
  void give(const RxCall& call, const recording::Record& record) {
    emit_(record);
    std::uint64_t attempt = 1;
    for (const RxSighting& again : call.sent_again) {
      recording::Record repeated = record;
      repeated.start = again.time;
      repeated.source = again.source;
      repeated.line = again.line;
      repeated.arguments.add("attempt", ++attempt);
      emit_(std::move(repeated));
    }
  }

  Ledger& ledger_;
  packets::Emit emit_;
  packets::HostNames hosts_;
  FileNames names_;
  MessageReader messages_;
  RxCalls calls_;
};

}  // namespace

std::unique_ptr<packets::Decoder> afs_decoder(const ImportOptions& options, Ledger& ledger,
                                              packets::Emit emit) {
  return std::make_unique<AfsDecoder>(options, ledger, std::move(emit));
}

}  // namespace braid::import::afs
