#include "braid/checker/cost/system_prices.h"

#include <algorithm>

namespace braid::cost {
namespace {

template <class Value>
std::size_t slot_of(const std::vector<Value>& slots, const Value& value) {
  return static_cast<std::size_t>(std::find(slots.begin(), slots.end(), value) - slots.begin());
}

/// The values in the order of the new slots; `fresh` for those past the old ones.
template <class Value>
std::vector<Value> reordered(const std::vector<Value>& old, const std::vector<std::uint8_t>& slots,
                             const Value& fresh) {
  std::vector<Value> now;
  for (const std::uint8_t slot : slots) now.push_back(slot < old.size() ? old[slot] : fresh);
  return now;
}

}  // namespace

Standing SystemPrices::untouched(bool absent) {
  Standing standing;
  standing.state = states_.untouched({1, absent && states_.runner().knows(Operation::create)});
  standing.blocks = {0};
  return standing;
}

/// As many blocks of the size that the file has now.
void SystemPrices::fit(Standing& standing, const FileShape& shape) {
  if (states_.runner().whole_files()) return;
  if (standing.block_bytes != 0 && standing.block_bytes != shape.block_bytes) {
    const std::uint64_t factor = shape.block_bytes / standing.block_bytes;
    std::vector<std::uint8_t> larger;
    for (const std::uint8_t block : standing.blocks)
      larger.push_back(static_cast<std::uint8_t>(block / factor));
    const Transition transition = states_.regroup(standing.state, larger, shape.most_blocks());
    standing.state = transition.next;
    standing.clients = reordered(standing.clients, transition.clients, std::uint32_t{0});
    standing.used = reordered(standing.used, transition.clients, std::uint64_t{0});
    standing.sessions = reordered(standing.sessions, transition.sessions, std::uint64_t{0});
    standing.blocks = transition.blocks;
  }
  standing.block_bytes = shape.block_bytes;
  if (standing.blocks.size() >= shape.most_blocks()) return;
  // New blocks are all alike: which of their slots has which does not matter.
  for (std::uint32_t block = static_cast<std::uint32_t>(standing.blocks.size()); block < shape.most_blocks();
       ++block)
    standing.blocks.push_back(static_cast<std::uint8_t>(block));
  move(standing, states_.grow(standing.state, shape.most_blocks()), {});
}

void SystemPrices::take(Standing& standing, const FileUse& use, const FileShape& shape) {
  const FileRunner& runner = states_.runner();
  if (use.operation == Operation::rename && use.moves) {
    if (runner.drops_what_moves()) forget_idle(standing, use);
    return;
  }
  if (!runner.knows(use.operation)) {
    ++left_out_[use.operation];
    return;
  }
  ++now_;
  fit(standing, shape);
  SlotStep next;
  next.operation = use.operation;
  switch (use.operation) {
    case Operation::open:
      open(standing, use, &shape);
      return;
    case Operation::stat:
    case Operation::create:
    case Operation::remove:
    case Operation::rename:
      if (make_room(standing, use)) step(standing, next, use, &shape);
      return;
    case Operation::truncate:
      truncate(standing, use, shape);
      return;
    default:
      break;
  }
  if (slot_of(standing.sessions, use.session) == standing.sessions.size()) {
    if (use.operation == Operation::close) return;  // its client was forgotten
    FileUse again = use;
    again.writes = use.operation != Operation::read;
    open(standing, again, nullptr);
    if (slot_of(standing.sessions, use.session) == standing.sessions.size()) return;
  }
  if (use.operation == Operation::read || use.operation == Operation::write) {
    use_blocks(standing, use, shape);
  } else {
    step(standing, next, use, &shape);
  }
}

void SystemPrices::open(Standing& standing, const FileUse& use, const FileShape* paid) {
  SlotStep next;
  next.writes = use.writes.value_or(false);
  next.truncates = use.truncates && states_.runner().knows(Operation::truncate);
  if (use.truncates && !next.truncates) ++left_out_[Operation::truncate];
  if (make_room(standing, use)) step(standing, next, use, paid);
}

/// Of a file's name, where only open files can be truncated: an open that truncates, and a close, as AFS
/// clients do it (OpenAFS's afs_setattr).
void SystemPrices::truncate(Standing& standing, const FileUse& use, const FileShape& shape) {
  const bool by_name = use.session == kNoSession && !states_.runner().truncates_open_files_only();
  if (!by_name && slot_of(standing.sessions, use.session) == standing.sessions.size()) {
    FileUse again = use;
    again.writes = true;
    again.truncates = true;
    open(standing, again, &shape);
    SlotStep close;
    close.operation = Operation::close;
    const bool is_open = slot_of(standing.sessions, use.session) < standing.sessions.size();
    if (is_open && use.session == kNoSession) step(standing, close, use, &shape);
    return;
  }
  SlotStep next;
  next.operation = Operation::truncate;
  if (!by_name || make_room(standing, use)) step(standing, next, use, &shape);
}

void SystemPrices::use_blocks(Standing& standing, const FileUse& use, const FileShape& shape) {
  SlotStep next;
  next.operation = use.operation;
  const std::uint64_t last_block = shape.most_blocks() - 1;
  const bool appends = use.operation == Operation::write && !use.offset;
  const std::uint64_t offset =
      appends ? shape.size - std::min(shape.size, use.length) : use.offset.value_or(0);
  const std::uint64_t first = std::min(last_block, offset / shape.block_bytes);
  const std::uint64_t end = std::min(offset, shape.size) + std::min(use.length, shape.size);
  const std::uint64_t last =
      std::clamp((std::max<std::uint64_t>(1, end) - 1) / shape.block_bytes, first, last_block);
  for (std::uint64_t block = first; block <= last; ++block) {
    const auto number = static_cast<std::uint8_t>(states_.runner().whole_files() ? 0 : block);
    next.block = static_cast<std::uint8_t>(slot_of(standing.blocks, number));
    step(standing, next, use, &shape);
  }
}

/// Clients that have it open learn of what is new when they open it again: they stay.
void SystemPrices::forget_idle(Standing& standing, const FileUse& use) {
  std::size_t slot = 0;
  while (slot < standing.clients.size()) {
    const auto client = static_cast<std::uint8_t>(slot);
    if (states_.has_session(standing.state, client)) {
      ++slot;
      continue;
    }
    move(standing, states_.forget(standing.state, client), use);
    slot = 0;
  }
}

void SystemPrices::step(Standing& standing, SlotStep step, const FileUse& use, const FileShape* paid) {
  step.client = static_cast<std::uint8_t>(slot_of(standing.clients, use.client));
  step.session = static_cast<std::uint8_t>(slot_of(standing.sessions, use.session));
  const Transition& transition = states_.take(standing.state, step);
  if (paid != nullptr) {
    for (const ClientPrice& price : transition.prices)
      pay(price, price.slot < standing.clients.size() ? standing.clients[price.slot] : use.client, *paid);
  }
  move(standing, transition, use);
  const std::size_t slot = slot_of(standing.clients, use.client);
  if (slot < standing.used.size()) standing.used[slot] = now_;
}

void SystemPrices::move(Standing& standing, const Transition& transition, const FileUse& use) const {
  standing.state = transition.next;
  if (transition.keeps_slots) return;
  standing.clients = reordered(standing.clients, transition.clients, use.client);
  standing.used = reordered(standing.used, transition.clients, now_);
  standing.sessions = reordered(standing.sessions, transition.sessions, use.session);
  standing.blocks = reordered(standing.blocks, transition.blocks, std::uint8_t{0});
}

/// The client that used the file longest ago goes, one that has it open only where all have. False if there
/// is no other.
bool SystemPrices::make_room(Standing& standing, const FileUse& use) {
  while (
      !states_.has_room(standing.state, static_cast<std::uint8_t>(slot_of(standing.clients, use.client)))) {
    const std::size_t own = slot_of(standing.clients, use.client);
    std::optional<std::size_t> oldest;
    for (const bool idle : {true, false}) {
      for (std::size_t slot = 0; slot < standing.clients.size() && !(oldest && idle); ++slot) {
        if (slot == own || (idle && states_.has_session(standing.state, static_cast<std::uint8_t>(slot))))
          continue;
        if (!oldest || standing.used[slot] < standing.used[*oldest]) oldest = slot;
      }
      if (oldest) break;
    }
    if (!oldest) {
      ++crowded_;
      return false;
    }
    move(standing, states_.forget(standing.state, static_cast<std::uint8_t>(*oldest)), use);
    ++forgotten_;
  }
  return true;
}

std::uint32_t SystemPrices::message_number(const std::string& name) {
  const std::size_t number = slot_of(messages_, name);
  if (number == messages_.size()) messages_.push_back(name);
  return static_cast<std::uint32_t>(number);
}

void SystemPrices::pay(const ClientPrice& paid, std::uint32_t client, const FileShape& shape) {
  if (client >= totals_.size()) totals_.resize(client + std::size_t{1});
  Total& total = totals_[client];
  const bool whole = states_.runner().whole_files();
  const std::uint64_t blocks = whole ? shape.blocks() : 1;
  const std::uint64_t bytes = whole ? shape.size : (shape.size + shape.blocks() - 1) / shape.blocks();
  for (const MessageCount& of : paid.price.messages) {
    const std::uint32_t number = message_number(of.name);
    if (number >= total.messages.size()) total.messages.resize(number + std::size_t{1});
    total.messages[number].calls += of.calls;
    total.messages[number].bytes_to_server += of.bytes_to_server * bytes;
    total.messages[number].bytes_to_client += of.bytes_to_client * bytes;
  }
  total.rest.empty_calls += paid.price.empty_calls;
  total.rest.blocks_to_client += paid.price.blocks_to_client * blocks;
  total.rest.blocks_to_server += paid.price.blocks_to_server * blocks;
  total.rest.memory_accesses += paid.price.memory_accesses;
  total.rest.disk_accesses += paid.price.disk_accesses;
}

std::vector<Price> SystemPrices::totals(std::size_t clients, std::uint64_t header) const {
  std::vector<Price> prices(clients);
  for (std::size_t client = 0; client < std::min(clients, totals_.size()); ++client) {
    prices[client] = totals_[client].rest;
    for (std::size_t number = 0; number < totals_[client].messages.size(); ++number) {
      const MessageCount& counted = totals_[client].messages[number];
      if (counted.calls == 0) continue;
      MessageCount& count = prices[client].message(messages_[number]);
      count.calls = counted.calls;
      count.bytes_to_server = counted.bytes_to_server + counted.calls * header;
      count.bytes_to_client = counted.bytes_to_client + counted.calls * header;
    }
  }
  return prices;
}

void SystemPrices::keep_only(std::span<Standing* const> standings) {
  std::vector<std::uint32_t> states;
  for (const Standing* standing : standings) states.push_back(standing->state);
  const auto moved = states_.keep_only(states);
  for (Standing* standing : standings) standing->state = moved.at(standing->state);
}

}  // namespace braid::cost
