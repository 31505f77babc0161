#include "braid/tracer/trace.h"

#include <algorithm>

namespace braid {

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::open:
      return "open";
    case Operation::read:
      return "read";
    case Operation::write:
      return "write";
    case Operation::close:
      return "close";
    case Operation::stat:
      return "stat";
    case Operation::flush:
      return "flush";
    case Operation::create:
      return "create";
    case Operation::rename:
      return "rename";
    case Operation::release:
      return "release";
    case Operation::setacl:
      return "setacl";
    case Operation::makedir:
      return "makedir";
    case Operation::fsync:
      return "fsync";
    case Operation::lock:
      return "lock";
    case Operation::unlock:
      return "unlock";
    case Operation::remove:
      return "remove";
    case Operation::truncate:
      return "truncate";
    case Operation::load:
      return "load";
    case Operation::store:
      return "store";
    case Operation::syscall:
      return "syscall";
    case Operation::privileged:
      return "privileged";
    case Operation::idle:
      return "idle";
    case Operation::setreg:
      return "setreg";
    case Operation::getreg:
      return "getreg";
    case Operation::forge:
      return "forge";
    case Operation::peek:
      return "peek";
    case Operation::unmap:
      return "unmap";
    case Operation::map:
      return "map";
    case Operation::clear:
      return "clear";
    case Operation::request:
      return "request";
    case Operation::atomic:
      return "atomic";
    case Operation::move:
      return "move";
    case Operation::readonly:
      return "readonly";
    case Operation::writable:
      return "writable";
    case Operation::lower:
      return "lower";
  }
  return "?";
}

bool changes_table(Operation operation) {
  return operation == Operation::unmap || operation == Operation::map;
}

bool has_address(Operation operation) {
  switch (operation) {
    case Operation::load:
    case Operation::store:
    case Operation::clear:
    case Operation::unmap:
    case Operation::map:
    case Operation::request:
    case Operation::atomic:
    case Operation::readonly:
    case Operation::writable:
      return true;
    default:
      return false;
  }
}

bool has_descriptor(Operation operation) {
  return operation == Operation::open || operation == Operation::read || operation == Operation::write ||
         operation == Operation::close || operation == Operation::fsync;
}

std::string_view name_of(ConditionKind kind) {
  switch (kind) {
    case ConditionKind::exists:
      return "exists";
    case ConditionKind::forall:
      return "forall";
    case ConditionKind::never:
      return "never";
    case ConditionKind::always:
      return "always";
  }
  return "?";
}

std::optional<std::string> Trace::option(std::string_view name) const {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& option) { return option.name == name; });
  if (found == options.end()) return std::nullopt;
  return found->value;
}

std::vector<std::string> Trace::clients() const {
  std::vector<std::string> clients;
  for (const Actor& actor : actors) {
    const std::string_view client = client_of(actor);
    if (std::find(clients.begin(), clients.end(), client) == clients.end()) clients.emplace_back(client);
  }
  return clients;
}

std::string_view client_of(const Actor& actor) {
  return std::string_view(actor.name).substr(0, actor.name.find('.'));
}

std::size_t Trace::event_count() const {
  std::size_t count = 0;
  for (const Actor& actor : actors) count += actor.events.size();
  return count;
}

}  // namespace braid
