// Where a call stands: the position of a process's call connection.
//
// A process has one call at a time. Its connection's position says which event's call it is, in which stage
// (an event may need two calls), which attempt, and in which phase; it only grows, since a retransmission is
// the next attempt. A connection without a call stands at the process's event, so that states do not remember
// whether calls were needed.
#pragma once

#include <cstdint>

#include "braid/checker/explore/control.h"

namespace braid::models {

enum class CallPhase : std::uint32_t {
  idle,           ///< no call
  called,         ///< the call is on its way to the server
  call_lost,      ///< the call was lost: waits for a retransmission
  broken,         ///< served: callbacks were sent, the change is not applied
  applied,        ///< served: the change is applied, callbacks were sent, no reply yet
  owing,          ///< the reply is on its way, callbacks are still to be sent
  replied,        ///< the reply is on its way to the process
  reply_lost,     ///< the reply was lost: waits for a retransmission
  owing_alone,    ///< nobody waits any more, callbacks are still to be sent
  broken_alone,   ///< as broken; the client has crashed, nobody waits for the reply
  applied_alone,  ///< as applied; likewise
};
inline constexpr std::uint32_t kCallPhases = 11;

/// Whether the server works on the call.
[[nodiscard]] constexpr bool in_service(CallPhase phase) {
  return phase == CallPhase::broken || phase == CallPhase::applied || phase == CallPhase::owing ||
         phase >= CallPhase::owing_alone;
}
/// Whether the client still waits for the reply.
[[nodiscard]] constexpr bool outstanding(CallPhase phase) {
  return phase != CallPhase::idle && phase < CallPhase::owing_alone;
}

struct CallPosition {
  std::uint32_t event = 0;
  std::uint32_t stage = 0;    ///< below kCallStages
  std::uint32_t attempt = 0;  ///< below the codec's attempts
  CallPhase phase = CallPhase::idle;
};
inline constexpr std::uint32_t kCallStages = 2;

/// Numbers call positions in their order. Positions are below events * kCallStages * attempts * kCallPhases.
class CallCodec {
 public:
  explicit CallCodec(std::uint32_t attempts) : attempts_(attempts) {}

  [[nodiscard]] explore::Position encode(const CallPosition& call) const {
    return ((call.event * kCallStages + call.stage) * attempts_ + call.attempt) * kCallPhases +
           static_cast<std::uint32_t>(call.phase);
  }
  [[nodiscard]] CallPosition decode(explore::Position position) const {
    CallPosition call;
    call.phase = static_cast<CallPhase>(position % kCallPhases);
    position /= kCallPhases;
    call.attempt = position % attempts_;
    position /= attempts_;
    call.stage = position % kCallStages;
    call.event = position / kCallStages;
    return call;
  }
  [[nodiscard]] std::uint32_t attempts() const { return attempts_; }
  /// Without a call, at an event.
  [[nodiscard]] explore::Position idle(std::uint32_t event) const {
    return encode({event, 0, 0, CallPhase::idle});
  }

 private:
  std::uint32_t attempts_;
};

}  // namespace braid::models
