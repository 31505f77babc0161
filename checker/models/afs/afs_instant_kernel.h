// delivery=instant: an operation, with its call, its callbacks and its reply, as one step.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_fault_kernel.h"

namespace braid::models {

/// Each method is a step.
template <class S>
class AfsInstantKernel : protected AfsFaultKernel<S> {
 protected:
  using Base = AfsFaultKernel<S>;
  using Base::branch;
  using Base::clients;
  using Base::count_reference;
  using Base::distrust;
  using Base::event_file;
  using Base::fields_;
  using Base::get;
  using Base::grant;
  using Base::install;
  using Base::note;
  using Base::options_;
  using Base::own_copy;
  using Base::read;
  using Base::release_descriptor;
  using Base::remove_promise;
  using Base::set;
  using Base::step_;
  using Base::trust;
  using Base::write;
  using typename Base::Branch;

  using Base::Base;

  Branch instant() {
    switch (step_.event->operation) {
      case Operation::open:
        return instant_open();
      case Operation::read:
        return read();
      case Operation::write:
        return write();
      default:
        return instant_close();
    }
  }

  Branch instant_open() {
    const AfsFields::Copy& copy = own_copy();
    const bool shared = step_.open > 0 && options_.reopen == ImageOfReopen::keep && get(copy.present) != 0;
    const bool hit = get(copy.trust) != 0 || shared;
    if (!hit) {
      const AfsFields::Server& server = fields_.server[event_file()];
      install(copy, get(server.content), get(server.number));
      if (options_.callbacks) {
        grant(event_file());
        trust(copy, step_.now);
      }
    }
    count_reference(copy, !hit);
    return branch(afs_branch::kDone);
  }

  Branch instant_close() {
    const AfsFields::Copy& copy = own_copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    if (get(copy.dirty) != 0) {
      const AfsFields::Server& server = fields_.server[event_file()];
      note(server.content, get(copy.data));
      if (server.number.width != 0) set(server.number, get(server.number) + 1);
      for (std::uint32_t client = 0; client < clients(); ++client) {
        if (client == step_.client) continue;
        if (options_.promises == Promises::removed) remove_promise(client, event_file());
        distrust(fields_.copy(client, event_file()));
      }
      note(copy.dirty, 0);
      note(copy.number, get(server.number));
      if (options_.callbacks) {
        grant(event_file());
        trust(copy, step_.now);
      }
    }
    release_descriptor(copy);
    return branch(afs_branch::kDone);
  }
};

}  // namespace braid::models
