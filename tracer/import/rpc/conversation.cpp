#include "braid/tracer/import/rpc/conversation.h"

#include <fmt/format.h>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::rpc {

Conversation::Conversation(const packets::Endpoint& side_0, const packets::Endpoint& side_1,
                           Surroundings surroundings)
    : sides_{side_0, side_1},
      names_{surroundings.names.name_of(side_0.address), surroundings.names.name_of(side_1.address)},
      surroundings_(surroundings) {}

bool Conversation::message(std::size_t side, const Message& message, recording::Time now,
                           std::uint64_t source) {
  const auto direction = direction_of(message.bytes);
  if (direction == Direction::call) {
    if (const auto header = read_call(message.bytes)) {
      call(side, message, *header, source);
      return true;
    }
  } else if (direction == Direction::reply) {
    if (const auto header = read_reply(message.bytes)) {
      reply(side, message, *header, now, source);
      return true;
    }
  }
  skip(message.cut ? "remote procedure calls whose header is cut short"
                   : "messages that are no remote procedure call",
       message, source);
  return message.cut;
}

void Conversation::call(std::size_t side, const Message& message, const CallHeader& header,
                        std::uint64_t source) {
  if (!surroundings_.protocol.knows(header.program)) {
    skip(fmt::format("calls of program {}", header.program), message, source);
    return;
  }
  surroundings_.ledger.found();
  PendingCall call;
  recording::Record& event = call.event;
  event.actor = names_[side];
  event.start = message.time;
  event.source = source;
  event.line = message.packet;
  constexpr std::size_t kUsualArguments = 12;
  event.arguments.reserve(kUsualArguments);
  event.arguments.add("server", names_[1 - side]);
  event.arguments.add("xid", header.xid);
  const packets::Endpoint& server = sides_[1 - side];
  const std::uint32_t attempt = surroundings_.recent.attempt(sides_[side].address, server, header);
  if (attempt > 1) event.arguments.add("attempt", attempt);
  if (header.uid) event.arguments.add("uid", *header.uid);
  call.protection = header.protection;
  call.control = header.control;
  const Body body = body_of(call, header.body, message.cut);
  call.state = surroundings_.protocol.call(header, sides_[side].address, server.address, body, event);
  pending_[side].add(header.xid, std::move(call));
  give_up(side, false);
}

Body Conversation::body_of(const PendingCall& call, std::string_view bytes, bool cut) {
  if (call.control) return {bytes, cut, true};
  if (call.protection == Protection::integrity) {
    const auto content = signed_body(bytes, cut);
    return {content.value_or(std::string_view()), cut, !content};
  }
  if (call.protection == Protection::privacy) {
    surroundings_.ledger.note("messages that RPCSEC_GSS has encrypted");
    return {bytes, cut, true};
  }
  return {bytes, cut, false};
}

void Conversation::reply(std::size_t side, const Message& message, const ReplyHeader& header,
                         recording::Time now, std::uint64_t source) {
  auto call = pending_[1 - side].take(header.xid);
  if (!call) {
    skip("replies without a call", message, source);
    return;
  }
  recording::Record& event = call->event;
  event.end = now;
  constexpr std::size_t kUsualResults = 12;
  event.result.reserve(kUsualResults);
  if (header.status == ReplyStatus::success) {
    surroundings_.protocol.reply(*call->state, body_of(*call, header.body, message.cut), event);
  } else {
    event.result.add("error", name_of(header.status));
    if (header.status == ReplyStatus::authentication_error)
      event.result.add("authentication", header.authentication_status);
    surroundings_.protocol.no_results(*call->state, event);
  }
  surroundings_.emit(std::move(event));
}

bool Conversation::expects_reply(std::size_t side, std::string_view bytes) const {
  return bytes.size() >= 4 && pending_[1 - side].has(packets::big_endian_32(bytes, 0));
}

void Conversation::skip(std::string_view kind, const Message& message, std::uint64_t source) {
  surroundings_.ledger.found();
  surroundings_.ledger.skip(kind, message.packet, {}, source);
}

void Conversation::give_up(std::size_t side, bool all) {
  for (PendingCall& call : pending_[side].give_up(all)) {
    surroundings_.protocol.no_results(*call.state, call.event);
    surroundings_.emit(std::move(call.event));
  }
}

void Conversation::finish() {
  give_up(0, true);
  give_up(1, true);
}

}  // namespace braid::import::rpc
