#include "braid/tracer/import/printed/rpc_exchange.h"

#include <algorithm>

namespace braid::import::printed {

using recording::Record;

std::optional<Record> RpcExchange::exchange(Message message, std::string_view excerpt) {
  if (!message.reply) {
    call(std::move(message));
    return std::nullopt;
  }
  const auto place = calls_.find(message.key);
  if (place == calls_.end() || message.time < *place->second.calls.front().start) {
    ledger_.found();
    ledger_.skip("replies to calls that were not seen", message.line, excerpt, source_);
    return std::nullopt;
  }
  Record record = std::move(place->second.calls.front());
  place->second.calls.pop_front();
  if (place->second.calls.empty()) calls_.erase(place);
  record.end = message.time;
  record.result = std::move(message.result);
  ledger_.event();
  return window_.exchange(std::move(record));
}

void RpcExchange::call(Message message) {
  ledger_.found();
  Record record;
  record.actor = name_of(message.client);
  record.operation = std::move(message.operation);
  record.object = std::move(message.object);
  record.arguments.add("server", name_of(message.server));
  for (const recording::Field& field : message.arguments) record.arguments.add(field.name, field.value);
  record.start = message.time;
  record.source = source_;
  record.line = message.line;
  Open& open = calls_[message.key];
  if (++open.attempts > 1) record.arguments.add("attempt", open.attempts);
  open.calls.push_back(std::move(record));
}

std::optional<Record> RpcExchange::take() {
  if (auto record = window_.take()) return record;
  if (!calls_.empty()) gather_unanswered();
  if (unanswered_.empty()) return std::nullopt;
  Record record = std::move(unanswered_.front());
  unanswered_.pop_front();
  ledger_.event();
  return record;
}

void RpcExchange::gather_unanswered() {
  for (auto& [key, open] : calls_)
    for (Record& record : open.calls) unanswered_.push_back(std::move(record));
  calls_.clear();
  std::stable_sort(unanswered_.begin(), unanswered_.end(),
                   [](const Record& a, const Record& b) { return *a.start < *b.start; });
}

std::string RpcExchange::name_of(const std::string& address) const {
  for (const ClientName& client : options_.clients) {
    if (client.prefix == address) return client.name;
  }
  return address;
}

}  // namespace braid::import::printed
