// The calls of a recording of messages, as the checks of conformance need them: who called what, and when.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/tracer/recording/record.h"

namespace braid::conformance {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
/// The number of no call: steps that the server takes of its own accord have it.
inline constexpr std::uint32_t kNoCall = std::numeric_limits<std::uint32_t>::max();

/// What is known of whether the server carried a call out.
enum class Fate : std::uint8_t {
  answered,    ///< it did, between start and end, and told what it did
  unanswered,  ///< it did at some time after the start, or it did not
  dropped,     ///< another transmission of the same call stands for it
};

/// A call and its reply. Times are nanoseconds.
struct MessageCall {
  std::uint32_t actor = 0;
  std::uint32_t server = 0;
  std::uint32_t operation = 0;
  std::uint32_t attempt = 1;   ///< which transmission of the call
  std::uint64_t identity = 0;  ///< transmissions of one call have the same
  std::uint64_t source = 0;
  std::uint64_t line = 0;
  std::int64_t start = 0;
  std::int64_t end = kNever;
  Fate fate = Fate::answered;
  bool changes = false;  ///< it may change something, so that a server must not carry it out twice
};

/// How a server treats a call that comes twice (RFC 1813, 4.5).
enum class Duplicates : std::uint8_t {
  cached,    ///< it remembers its reply
  executed,  ///< it may carry the call out again
};

/// Gives a number to each text.
class Names {
 public:
  [[nodiscard]] std::uint32_t number_of(std::string_view text);
  [[nodiscard]] const std::string& text_of(std::uint32_t number) const { return *texts_[number]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> texts_;  ///< keys of the map, which do not move
};

/// The calls of a recording.
class MessageCalls {
 public:
  /// Adds an event. Returns its number.
  std::uint32_t add(const recording::Record& record, bool changes);

  /// Makes one call of the transmissions of each call that changes something: it is carried out once, between
  /// its first transmission and its first reply. With Duplicates::executed each further transmission may be
  /// carried out as well, at any time after it was sent.
  void join_transmissions(Duplicates duplicates);

  [[nodiscard]] const MessageCall& operator[](std::uint32_t number) const { return calls_[number]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(calls_.size()); }

  /// `c2's READ (line 17)`
  [[nodiscard]] std::string describe(std::uint32_t number) const;

  [[nodiscard]] Names& names() { return names_; }
  [[nodiscard]] const Names& names() const { return names_; }

 private:
  std::vector<MessageCall> calls_;
  Names names_;
  bool sent_again_ = false;
};

}  // namespace braid::conformance
