// Observables: the named values of a model, and how each is read off a packed state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/packed.h"

namespace braid::explore {

/// content: what a file holds, an index into Signature::contents; compares for equality only, unless the
/// contents are numbers, which are then `integer`.
enum class ValueType : std::uint8_t { boolean, integer, content };

using ObservableId = std::uint32_t;

/// A named value of a model. Names are dotted paths without indices: `server.a`, `c0.cache.a.valid`,
/// `c1.read1`. In the property language `x[y]` and `x(y, z)` are spellings of `x.y` and `x.y.z`.
struct Observable {
  std::string name;
  ValueType type = ValueType::integer;
  std::int64_t least = 0;     ///< the least value it can have (contents: index)
  std::int64_t greatest = 0;  ///< the greatest
  bool history = false;       ///< records what happened (a read) and costs state bits only when tracked
  std::string meaning;
  bool optional = false;  ///< -1 means "none": the observable has no value yet
};

/// A truth value.
[[nodiscard]] inline Observable boolean(std::string name, std::string meaning) {
  return {std::move(name), ValueType::boolean, 0, 1, false, std::move(meaning)};
}
/// A number from `least` to `greatest`.
[[nodiscard]] inline Observable integer(std::string name, std::int64_t least, std::int64_t greatest,
                                        std::string meaning) {
  return {std::move(name), ValueType::integer, least, greatest, false, std::move(meaning)};
}

/// A finite set that `for c in clients` ranges over.
struct NameSet {
  std::string name;                  ///< `clients`
  std::vector<std::string> members;  ///< `c0`, `c1`, in the trace's order
};

/// What a message carries besides its header: nothing, a block, or all of a file.
enum class Payload : std::uint8_t { none, block, file };

/// What an event is on the wire: a call and its reply. Its event's arguments are a client and, of calls about
/// files, a file or one of its blocks.
struct Message {
  std::string name;  ///< `READ`; kinds of events may share one
  Payload call = Payload::none;
  Payload reply = Payload::none;
  bool to_client = false;  ///< the server calls, and the client replies
};

/// How an event uses its client's cache.
enum class CacheUse : std::uint8_t { none, read, write, drop };

/// A kind of event that `remember ... at open(c, f)` can name, with the sets that its arguments come from.
struct EventKind {
  std::string name;                          ///< `open`
  std::vector<std::uint32_t> argument_sets;  ///< indices into Signature::sets
  std::string meaning;
  std::optional<Message> message = std::nullopt;
  CacheUse use = CacheUse::none;
};

/// One event that a step is: its kind and its arguments (indices into the argument sets' members).
struct EventInstance {
  std::uint32_t kind = 0;
  std::vector<std::uint32_t> arguments;
  friend bool operator==(const EventInstance&, const EventInstance&) = default;
};

/// What a model of one trace can be asked: everything that a formula is bound to.
struct Signature {
  std::string system;
  std::vector<NameSet> sets;
  std::vector<Observable> observables;  ///< an ObservableId is an index into it
  std::vector<EventKind> events;
  std::vector<std::string> contents;  ///< names of the content values, by index; distinct
  bool caches_on_disk = false;  ///< whether clients cache whole files on their disks, or blocks in memory

  /// How a value of `observable` is printed: true/false, a number, the content's name, or "none".
  [[nodiscard]] std::string show(ObservableId observable, std::int64_t value) const;
};

/// How an observable's value is found in the states of one cell: `base` plus the bits of `field`.
/// A field of width 0 means that the value is `base` in every state of the cell.
struct Reading {
  Field field;
  std::int64_t base = 0;

  [[nodiscard]] bool constant() const { return field.width == 0; }
  template <class AnyState>
  [[nodiscard]] std::int64_t value(const AnyState& state) const {
    return base + static_cast<std::int64_t>(field.width == 0 ? 0 : state.get(field));
  }
};

}  // namespace braid::explore
