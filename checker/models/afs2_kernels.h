// What each step of afs2 does to a packed state. Included by afs2.h.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs2.h"

namespace braid::models {

/// The branches of a counted step.
inline constexpr explore::Branch kDone = 0;
inline constexpr explore::Branch kFailed = 1;  ///< the simulator's assertion: the file is not in the cache

namespace afs2_kernels {

using explore::Branch;
using explore::Field;

/// Clears the other clients' valid bits: the callbacks of a store. Those that hold no callback are not valid
/// either.
template <class S>
inline void break_callbacks(S& state, const Afs2::Entry& entry) {
  for (const auto& [word, bits] : entry.others_valid) state.words[word] &= ~bits;
}

template <class S>
inline void fetch(S& state, Field data, Field server, Field valid, Field present) {
  state.set(data, state.get(server));
  state.set(valid, valid.mask());
  state.set(present, present.mask());
}

template <class S, class Batch>
void with_fetch(const Afs2::Step& step, Batch&& batch) {
  const Afs2::Entry& entry = *step.entry;
  const Field data = entry.data;
  const Field server = entry.server;
  const Field valid = entry.valid;
  const Field present = entry.present;
  if (step.action == Afs2::Action::fetch_first) {
    batch([=](S& state) -> Branch {
      fetch(state, data, server, valid, present);
      return kDone;
    });
    return;
  }
  batch([=](S& state) -> Branch {
    S fetched = state;
    fetch(fetched, data, server, valid, present);
    if (state.get(valid) == 0) state = fetched;
    return kDone;
  });
}

template <class S, class Batch>
void with_close(const Afs2::Step& step, Batch&& batch) {
  const Afs2::Entry& entry = *step.entry;
  const Field data = entry.data;
  const Field server = entry.server;
  const Field valid = entry.valid;
  const Field present = entry.present;
  if (step.action == Afs2::Action::drop_close) {
    batch([=](S& state) -> Branch {
      S dropped = state;
      dropped.set(present, 0);
      dropped.set(data, 0);
      if (state.get(valid) == 0) state = dropped;
      return kDone;
    });
    return;
  }
  // The usual case, all valid bits in one word, without a loop.
  if (entry.others_valid.size() <= 1) {
    const std::uint32_t word = entry.others_valid.empty() ? 0 : entry.others_valid.front().first;
    const std::uint64_t bits = entry.others_valid.empty() ? 0 : entry.others_valid.front().second;
    batch([=](S& state) -> Branch {
      state.set(server, state.get(data));
      state.words[word] &= ~bits;
      state.set(valid, valid.mask());
      return kDone;
    });
    return;
  }
  batch([&entry, data, server, valid](S& state) -> Branch {
    state.set(server, state.get(data));
    break_callbacks(state, entry);
    state.set(valid, valid.mask());
    return kDone;
  });
}

template <class S>
Branch open_counted(S& state, const Afs2::Entry& entry) {
  if (state.get(entry.valid) != 0) {
    state.set(entry.refs, state.get(entry.refs) + 1);
    return kDone;
  }
  fetch(state, entry.data, entry.server, entry.valid, entry.present);
  state.set(entry.dirty, 0);
  state.set(entry.refs, entry.refs_bias + 1);
  return kDone;
}

template <class S>
Branch close_counted(S& state, const Afs2::Entry& entry) {
  if (state.get(entry.present) == 0) return kFailed;
  if (state.get(entry.dirty) != 0) {
    state.set(entry.server, state.get(entry.data));
    break_callbacks(state, entry);
    state.set(entry.dirty, 0);
    state.set(entry.valid, 1);
  }
  const std::uint64_t refs = state.get(entry.refs) - 1;
  state.set(entry.refs, refs);
  if (state.get(entry.valid) == 0 && refs == entry.refs_bias) {
    state.set(entry.present, 0);
    state.set(entry.data, 0);
  }
  return kDone;
}

template <class S, class Batch>
void with_counted(const Afs2::Step& step, Batch&& batch) {
  const Afs2::Entry& entry = *step.entry;
  switch (step.action) {
    case Afs2::Action::counted_open:
      batch([&entry](S& state) -> Branch { return open_counted(state, entry); });
      return;
    case Afs2::Action::counted_close:
      batch([&entry](S& state) -> Branch { return close_counted(state, entry); });
      return;
    case Afs2::Action::counted_write:
      batch([&entry, content = step.content](S& state) -> Branch {
        if (state.get(entry.present) == 0) return kFailed;
        state.set(entry.data, content);
        state.set(entry.dirty, 1);
        return kDone;
      });
      return;
    default:  // counted_read
      batch([&entry, observed = step.observed](S& state) -> Branch {
        if (state.get(entry.present) == 0) return kFailed;
        if (observed.width != 0) state.set(observed, state.get(entry.data));
        return kDone;
      });
  }
}

}  // namespace afs2_kernels

template <class S, class Batch>
void Afs2::with_kernel(const Step& step, Batch&& batch) {
  using explore::Branch;
  switch (step.action) {
    case Action::nothing:
      batch([](S&) -> Branch { return kDone; });
      return;
    case Action::fetch_first:
    case Action::fetch:
      afs2_kernels::with_fetch<S>(step, batch);
      return;
    case Action::store_close:
    case Action::drop_close:
      afs2_kernels::with_close<S>(step, batch);
      return;
    case Action::observe:
      batch([observed = step.observed, data = step.entry->data](S& state) -> Branch {
        state.set(observed, state.get(data));
        return kDone;
      });
      return;
    case Action::write:
      batch([data = step.entry->data, content = step.content](S& state) -> Branch {
        state.set(data, content);
        return kDone;
      });
      return;
    default:
      afs2_kernels::with_counted<S>(step, batch);
  }
}

}  // namespace braid::models
