// What happens to the copy of a file in a client's cache, and to a call's record.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_kernel_state.h"

namespace braid::models {

/// Parts of steps.
template <class S>
class AfsCacheKernel : protected AfsKernelState<S> {
 protected:
  using Base = AfsKernelState<S>;
  using Base::call;
  using Base::fields_;
  using Base::get;
  using Base::note;
  using Base::options_;
  using Base::program_;
  using Base::set;
  using Base::step_;

  using Base::Base;

  void distrust(const AfsFields::Copy& copy) {
    note(copy.trust, 0);
    note(copy.until, 0);
  }
  void drop(const AfsFields::Copy& copy) {
    distrust(copy);
    note(copy.present, 0);
    note(copy.data, 0);
    note(copy.fetched, 0);
    note(copy.dirty, 0);
    note(copy.number, 0);
  }
  void trust(const AfsFields::Copy& copy, std::uint64_t from) {
    const std::uint64_t until = from + options_.promise + options_.skew;
    const bool over = copy.until.width != 0 && until <= step_.now;
    note(copy.trust, over ? 0 : 1);
    note(copy.until, over ? 0 : until);
  }
  void install(const AfsFields::Copy& copy, std::uint64_t data, std::uint64_t number) {
    note(copy.present, 1);
    note(copy.data, data);
    note(copy.fetched, 1);
    note(copy.number, number);
    note(copy.dirty, 0);
  }
  /// What a status tells: which version the file has. Of another version than the copy's there are no data.
  void install_status(const AfsFields::Copy& copy, std::uint64_t data, std::uint64_t number) {
    if (get(copy.present) != 0 && is_version(copy, data, number)) return;
    install(copy, data, number);
    note(copy.fetched, 0);
  }
  /// Whether the copy is of the version that a reply or the server tells of.
  [[nodiscard]] bool is_version(const AfsFields::Copy& copy, std::uint64_t data, std::uint64_t number) const {
    return program_.goes_by_number(step_.event->file) ? get(copy.number) == number : get(copy.data) == data;
  }
  [[nodiscard]] bool lacks_data(const AfsFields::Copy& copy) const {
    return copy.fetched.width != 0 && get(copy.fetched) == 0;
  }
  void count_reference(const AfsFields::Copy& copy, bool fetched) {
    if (copy.refs.width == 0) return;
    set(copy.refs, (fetched ? copy.refs_bias : get(copy.refs)) + 1);
  }
  /// The last descriptor of a copy that is not trusted takes it along.
  void release_descriptor(const AfsFields::Copy& copy) {
    bool last = step_.open == 1;
    if (copy.refs.width != 0) {
      set(copy.refs, get(copy.refs) - 1);
      last = get(copy.refs) == copy.refs_bias;
    }
    if (last && options_.callbacks && get(copy.trust) == 0) drop(copy);
  }

  void begin_call() {
    note(call().overtaken, 0);
    note(call().asked, step_.now);
  }
  void end_call() {
    note(call().message, 0);
    note(call().number, 0);
    note(call().overtaken, 0);
    note(call().refused, 0);
    note(call().asked, 0);
    if (options_.channels != Channels::shared) return;
    for (std::uint32_t object = 0; object < fields_.objects; ++object) {
      const AfsFields::Wire& wire = fields_.wire(step_.client, object);
      set(wire.breaks, get(wire.breaks) + get(wire.behind));
      set(wire.behind, 0);
    }
  }
};

}  // namespace braid::models
