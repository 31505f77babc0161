#include "afs_signature.h"

#include <stdexcept>

namespace braid::formula::testing {

using explore::Observable;
using explore::Signature;
using explore::ValueType;

namespace {

void add(Signature& signature, std::string name, ValueType type, std::int64_t greatest,
         bool history = false) {
  Observable observable;
  observable.name = std::move(name);
  observable.type = type;
  observable.greatest = greatest;
  observable.history = history;
  signature.observables.push_back(std::move(observable));
}

void add_client_file(Signature& signature, const std::string& client, const std::string& file,
                     std::int64_t last_content) {
  const std::string cache = client + ".cache." + file + ".";
  add(signature, "callbacks." + client + "." + file, ValueType::boolean, 1);
  add(signature, "break_pending." + client + "." + file, ValueType::boolean, 0);
  for (const char* name : {"present", "valid", "trusted", "dirty"}) {
    add(signature, cache + name, ValueType::boolean, 1);
  }
  add(signature, cache + "refs", ValueType::integer, 3);
  signature.observables.back().least = -3;
  add(signature, cache + "data", ValueType::content, last_content);
  add(signature, cache + "version", ValueType::content, last_content);
  add(signature, client + ".open." + file, ValueType::integer, 3);
}

}  // namespace

Signature afs_signature(std::uint32_t clients, std::uint32_t files, std::uint32_t writes) {
  Signature signature;
  signature.system = "afs2";
  signature.sets = {{"clients", {}}, {"files", {}}};
  signature.contents.push_back("0");
  for (std::uint32_t c = 0; c < clients; ++c) {
    signature.sets[0].members.push_back("c" + std::to_string(c));
    for (std::uint32_t w = 1; w <= writes; ++w) {
      signature.contents.push_back(signature.sets[0].members.back() + "#" + std::to_string(w));
    }
  }
  for (std::uint32_t f = 0; f < files; ++f) {
    signature.sets[1].members.push_back(std::string(1, static_cast<char>('a' + f)));
  }
  for (const char* event : {"open", "read", "write", "close"})
    signature.events.push_back({event, {0, 1}, ""});
  const auto last = static_cast<std::int64_t>(signature.contents.size()) - 1;
  for (const std::string& file : signature.sets[1].members) {
    add(signature, "server." + file, ValueType::content, last);
    add(signature, "server.version." + file, ValueType::content, last);
  }
  for (const std::string& client : signature.sets[0].members) {
    for (const std::string& file : signature.sets[1].members) add_client_file(signature, client, file, last);
    add(signature, client + ".read1", ValueType::content, last, true);
  }
  return signature;
}

explore::ObservableId id_of(const Signature& signature, std::string_view name) {
  for (std::size_t i = 0; i < signature.observables.size(); ++i) {
    if (signature.observables[i].name == name) return static_cast<explore::ObservableId>(i);
  }
  throw std::out_of_range(std::string(name));
}

}  // namespace braid::formula::testing
