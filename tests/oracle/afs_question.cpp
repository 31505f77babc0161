#include "afs_question.h"

#include <stdexcept>
#include <string>

namespace braid::oracle {

explore::ObservableId find_observable(const explore::Signature& signature, const std::string& name) {
  for (std::size_t id = 0; id < signature.observables.size(); ++id) {
    if (signature.observables[id].name == name) return static_cast<explore::ObservableId>(id);
  }
  throw std::out_of_range("no observable " + name);
}

namespace {

/// The observables of one client and file.
struct CacheIds {
  std::uint32_t client = 0;
  explore::ObservableId open = 0, present = 0, valid = 0, dirty = 0, refs = 0, data = 0, server = 0;
};

std::vector<CacheIds> cache_ids(const Trace& trace, const explore::Signature& signature) {
  std::vector<CacheIds> ids;
  for (std::uint32_t client = 0; client < trace.actors.size(); ++client) {
    for (const File& file : trace.files) {
      const std::string& name = trace.actors[client].name;
      const std::string cache = name + ".cache." + file.name + ".";
      const auto find = [&](const std::string& observable) { return find_observable(signature, observable); };
      ids.push_back({client, find(name + ".open." + file.name), find(cache + "present"),
                     find(cache + "valid"), find(cache + "dirty"), find(cache + "refs"), find(cache + "data"),
                     find("server." + file.name)});
    }
  }
  return ids;
}

}  // namespace

AfsQuestion::AfsQuestion(const Trace& trace)
    : signature_(models::Afs2::signature(trace)),
      tracked_(tracked(trace, signature_)),
      model_(trace, tracked_),
      question_{
          model_,
          tracked_,
          [this](explore::ObservableId id, explore::Control control) { return model_.reading(id, control); },
          [](explore::Control) { return std::vector<std::uint32_t>{}; },
          [this](explore::ObservableId id, std::int64_t value) { return signature_.show(id, value); },
          predicates(trace)} {}

std::vector<explore::ObservableId> AfsQuestion::tracked(const Trace& trace,
                                                        const explore::Signature& signature) {
  std::vector<explore::ObservableId> ids;
  for (const File& file : trace.files) ids.push_back(find_observable(signature, "server." + file.name));
  for (const Actor& actor : trace.actors) {
    std::size_t reads = 0;
    for (const Event& event : actor.events) {
      if (event.operation != Operation::read) continue;
      ids.push_back(find_observable(signature, actor.name + ".read" + std::to_string(++reads)));
    }
  }
  return ids;
}

/// In the order of AfsPredicate.
std::vector<Predicate> AfsQuestion::predicates(const Trace& trace) const {
  const std::vector<CacheIds> ids = cache_ids(trace, signature_);
  const auto value = [this](explore::ObservableId id, explore::Control control,
                            const explore::WideState& state) {
    return model_.reading(id, control).value(state);
  };
  const auto some = [ids](const auto& truth) {
    return Predicate([ids, truth](explore::Control control, const explore::WideState& state) {
      return std::any_of(ids.begin(), ids.end(),
                         [&](const CacheIds& cache) { return truth(cache, control, state); });
    });
  };
  using explore::Control;
  using explore::WideState;
  const Predicate stale_trust = some([value](const CacheIds& id, Control control, const WideState& state) {
    const auto get = [&](explore::ObservableId observable) { return value(observable, control, state); };
    return get(id.present) == 1 && get(id.valid) == 1 && get(id.dirty) == 0 && get(id.data) != get(id.server);
  });
  const Predicate lost_count = some([value](const CacheIds& id, Control control, const WideState& state) {
    return value(id.refs, control, state) != value(id.open, control, state);
  });
  const Predicate stale_session = some([value](const CacheIds& id, Control control, const WideState& state) {
    const auto get = [&](explore::ObservableId observable) { return value(observable, control, state); };
    return get(id.present) == 1 && get(id.valid) == 0 && get(id.open) > 0;
  });
  const std::size_t clients = trace.actors.size();
  const Predicate all_dirty = [ids, clients, value](Control control, const WideState& state) {
    std::vector<bool> dirty(clients, false);
    for (const CacheIds& id : ids) {
      if (value(id.dirty, control, state) == 1) dirty[id.client] = true;
    }
    return std::find(dirty.begin(), dirty.end(), false) == dirty.end();
  };
  const Predicate failed = [this](Control control, const WideState&) {
    return model_.ending(control) == explore::Ending::error;
  };
  return {stale_trust, lost_count, stale_session, all_dirty, failed};
}

}  // namespace braid::oracle
