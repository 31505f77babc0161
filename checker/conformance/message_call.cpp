#include "braid/checker/conformance/message_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "braid/checker/conformance/record_facts.h"

namespace braid::conformance {

std::uint32_t Names::number_of(std::string_view text) {
  const auto [entry, added] =
      numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
  if (added) texts_.push_back(&entry->first);
  return entry->second;
}

std::uint32_t MessageCalls::add(const recording::Record& record, bool changes) {
  MessageCall call;
  call.actor = names_.number_of(record.actor);
  call.server = names_.number_of(text_in(record.arguments, "server"));
  call.operation = names_.number_of(record.operation);
  call.attempt = static_cast<std::uint32_t>(natural_in(record.arguments, "attempt").value_or(1));
  sent_again_ = sent_again_ || call.attempt > 1;
  std::string identity = text_in(record.arguments, "xid");
  if (const auto number = natural_in(record.arguments, "xid")) identity = std::to_string(*number);
  call.identity = std::hash<std::string>{}(fmt::format("{} {} {}", call.actor, call.server, identity));
  call.source = record.source;
  call.line = record.line;
  call.changes = changes;
  if (record.start) call.start = record.start->nanoseconds;
  const bool told = record.end && record.result.find("unknown") == nullptr;
  if (told) {
    call.end = record.end->nanoseconds;
    if (!record.start) call.start = call.end;
  } else {
    call.fate = Fate::unanswered;
  }
  calls_.push_back(call);
  return size() - 1;
}

void MessageCalls::join_transmissions(Duplicates duplicates) {
  if (!sent_again_) return;
  std::vector<std::uint32_t> order(calls_.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto by_identity = [&](std::uint32_t a, std::uint32_t b) {
    const MessageCall& x = calls_[a];
    const MessageCall& y = calls_[b];
    return std::tie(x.identity, x.start, x.attempt, a) < std::tie(y.identity, y.start, y.attempt, b);
  };
  std::sort(order.begin(), order.end(), by_identity);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    // A transmission that is not a repetition begins a call: numbers are used again.
    while (last < order.size() && calls_[order[last]].identity == calls_[order[first]].identity &&
           calls_[order[last]].attempt > 1)
      ++last;
    std::uint32_t answered = order[first];
    for (std::size_t k = first; k < last; ++k) {
      if (calls_[order[k]].end < calls_[answered].end) answered = order[k];
    }
    const bool one_call = last - first > 1 && calls_[answered].changes;
    for (std::size_t k = first; one_call && k < last; ++k) {
      MessageCall& other = calls_[order[k]];
      if (order[k] == answered) continue;
      other.end = kNever;
      other.fate = duplicates == Duplicates::executed ? Fate::unanswered : Fate::dropped;
    }
    if (one_call) calls_[answered].start = calls_[order[first]].start;
    first = last;
  }
}

std::string MessageCalls::describe(std::uint32_t number) const {
  if (number == kNoCall) return "the server itself";
  const MessageCall& call = calls_[number];
  const std::string place = call.source == 0 ? "" : fmt::format("file {}, ", call.source + 1);
  return fmt::format("{}'s {} ({}line {})", names_.text_of(call.actor), names_.text_of(call.operation), place,
                     call.line);
}

}  // namespace braid::conformance
