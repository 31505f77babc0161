#include "async_afs.h"

#include <algorithm>
#include <stdexcept>

namespace async_afs {
namespace {

constexpr std::uint32_t distance(Phase from, Phase to) {
  return static_cast<std::uint32_t>(to) - static_cast<std::uint32_t>(from);
}

std::uint64_t stores_in(const std::string& sessions) {
  return static_cast<std::uint64_t>(std::count(sessions.begin(), sessions.end(), 'w'));
}

}  // namespace

Options family(std::uint32_t clients, std::uint32_t rounds) {
  Options options;
  for (std::uint32_t c = 0; c < clients; ++c) {
    std::string& sessions = options.sessions.emplace_back();
    for (std::uint32_t round = 0; round < rounds; ++round) sessions += (c + round) % 2 == 0 ? 'w' : 'r';
  }
  return options;
}

AsyncAfs::AsyncAfs(const Options& options)
    : breaks_between_calls_(options.breaks_between_calls), clients_(options.sessions.size()) {
  if (clients_.empty() || clients_.size() > 32) throw std::invalid_argument("1 to 32 clients");
  std::uint64_t sessions = 0;
  std::uint64_t stores = 0;
  for (std::uint32_t c = 0; c < client_count(); ++c) {
    Client& client = clients_[c];
    client.sessions = options.sessions[c];
    client.first_value = sessions + 1;
    if (client.sessions.size() > 1000) throw std::invalid_argument("at most 1000 sessions");
    sessions += client.sessions.size();
    stores += stores_in(client.sessions);
  }
  const unsigned value_bits = explore::bits_for(sessions);
  server_ = layout_.add(value_bits);
  for (Client& client : clients_) lay_out(client, value_bits, stores - stores_in(client.sessions));
}

void AsyncAfs::lay_out(Client& client, unsigned value_bits, std::uint64_t stores_of_others) {
  client.present = layout_.add(1);
  client.valid = layout_.add(1);
  client.promised = layout_.add(1);
  client.data = layout_.add(value_bits);
  client.ahead = layout_.add(explore::bits_for(stores_of_others));
  client.behind = layout_.add(explore::bits_for(stores_of_others));
  client.reply = layout_.add(value_bits);
  for (const char session : client.sessions) {
    client.reads.push_back(session == 'w' ? explore::Field{} : layout_.add(value_bits));
  }
}

std::optional<AsyncAfs::Step> AsyncAfs::step_with(std::uint32_t label, explore::Control control) const {
  const std::uint32_t clients = client_count();
  Step step;
  step.client = label % clients;
  step.label = label;
  step.actor = std::min(label, 2 * clients);
  step.session = control.positions[step.client] / kPhases;
  step.phase = phase(control, step.client);
  step.calling = step.phase != Phase::open && step.phase != Phase::use && step.phase != Phase::close;
  if (label < clients) {
    if (step.calling || done(control, step.client)) return std::nullopt;
    step.action = step.phase == Phase::open           ? Action::open
                  : step.phase == Phase::close        ? Action::close
                  : writes(step.client, step.session) ? Action::write
                                                      : Action::read;
    step.branches = step.action == Action::open ? 2 : 1;
  } else if (label < 2 * clients) {
    if (breaks_under_way(control) == 0 && !answered(step.phase)) return std::nullopt;
    step.action = Action::receive;
    step.branches = 2;
    step.guarded = true;
  } else {
    if (step.phase != Phase::fetch_sent && step.phase != Phase::store_sent) return std::nullopt;
    step.action = step.phase == Phase::fetch_sent ? Action::serve_fetch : Action::serve_store;
    step.branches = step.action == Action::serve_store ? clients : 1;
    for (std::uint32_t c = 0; c < clients; ++c) {
      if (answered(phase(control, c))) step.replies_queued |= std::uint64_t{1} << c;
    }
  }
  return step;
}

explore::Rank AsyncAfs::target(explore::Control control, const Step& step, explore::Branch branch,
                               std::span<explore::Position> positions) const {
  std::copy(control.positions.begin(), control.positions.end(), positions.begin());
  explore::Position moves = 1;
  explore::Rank breaks_sent = 0;
  switch (step.action) {
    case Action::open:
      moves = branch == kHit ? distance(Phase::open, Phase::use) : 1;
      break;
    case Action::close:
      moves = writes(step.client, step.session) ? 1 : kPhases - distance(Phase::open, Phase::close);
      break;
    case Action::serve_store:
      breaks_sent = branch;
      break;
    case Action::receive:
      moves = branch == kBreak ? 0 : 1;
      breaks_sent = branch == kBreak ? -1 : 0;
      break;
    default:
      break;
  }
  positions[step.client] += moves;
  return control.rank + explore::Rank{client_count()} * moves - breaks_sent;
}

explore::Rank AsyncAfs::breaks_under_way(explore::Control control) const {
  explore::Rank moves = 0;
  for (const explore::Position position : control.positions) moves += position;
  return explore::Rank{client_count()} * moves - control.rank;
}

explore::Ending AsyncAfs::ending(explore::Control control) const {
  return waiting(control).empty() ? explore::Ending::final : explore::Ending::blocked;
}

std::vector<std::uint32_t> AsyncAfs::waiting(explore::Control control) const {
  std::vector<std::uint32_t> clients;
  for (std::uint32_t c = 0; c < client_count(); ++c) {
    if (!done(control, c)) clients.push_back(c);
  }
  return clients;
}

std::string AsyncAfs::label_name(std::uint32_t label) const {
  const std::string client = std::to_string(label % client_count());
  if (label < client_count()) return "client " + client;
  return (label < 2 * client_count() ? "receive " : "serve ") + client;
}

std::vector<explore::ObservableId> AsyncAfs::observables() const {
  std::vector<explore::ObservableId> ids(1);
  for (const Client& client : clients_) {
    for (const char session : client.sessions) {
      if (session != 'w') ids.push_back(static_cast<explore::ObservableId>(ids.size()));
    }
  }
  return ids;
}

explore::Reading AsyncAfs::reading(explore::ObservableId observable, explore::Control) const {
  if (observable == 0) return {server_, 0};
  std::uint32_t reads = 0;
  for (const Client& client : clients_) {
    for (std::size_t session = 0; session < client.sessions.size(); ++session) {
      if (client.sessions[session] != 'w' && ++reads == observable) return {client.reads[session], 0};
    }
  }
  throw std::out_of_range("no such observable");
}

}  // namespace async_afs
