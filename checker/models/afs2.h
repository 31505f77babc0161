// AFSv2 at operation granularity: every open, read, write and close is one step, callbacks included.
//
// Equal to the AFS homework simulator (OSTEP, dist-afs) in every value read and stored. README.md beside this
// file describes states, steps, options and observables.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/models/reduction/symmetry.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// What an open does with a cached file that is invalid but still open.
enum class Reopen : std::uint8_t {
  keep,     ///< the new descriptor shares the image that is open
  replace,  ///< the entry is fetched anew; dirty data and the reference count are forgotten, as in the
            ///< simulator
};

/// Kinds of events, as EventInstance::kind; all have the arguments (client, file).
enum class Afs2Event : std::uint32_t { open, read, write, close, call_open, call_close };

class Afs2 {
 public:
  static constexpr bool kFewWidthsToCheck = true;  ///< see Instrumented

  /// What can be asked of the model of this trace. Throws InputError if the trace is not one for afs2 at
  /// operation granularity (unknown option or value, faults). O(events).
  [[nodiscard]] static explore::Signature signature(const Trace& trace);

  /// The model of `trace`, in which the history observables (reads) among `tracked` are part of the state.
  /// Throws as signature() does. O(events).
  Afs2(const Trace& trace, const std::vector<explore::ObservableId>& tracked);
  ~Afs2();
  Afs2(Afs2&&) noexcept;
  Afs2& operator=(Afs2&&) = delete;

  /// One client's cache entry of one file, and what of it is data. What positions determine has no bits.
  struct Entry {
    bool invalidated = false;  ///< whether another client may store the file: else the entry stays valid
    bool counted =
        false;  ///< whether refs and dirty depend on data: replaced while other descriptors are open
    explore::Field present;
    explore::Field valid;
    explore::Field dirty;  ///< counted only
    explore::Field refs;   ///< counted only: the reference count plus refs_bias
    explore::Field data;
    explore::Field server;  ///< the file's contents at the server
    std::uint64_t refs_bias = 0;
    /// Words and bits of the other clients' valid fields of this file: what a store clears.
    std::vector<std::pair<std::uint32_t, std::uint64_t>> others_valid;
  };

  enum class Action : std::uint8_t {
    nothing,      ///< only positions change
    fetch_first,  ///< open of a file that is not cached
    fetch,        ///< open: a valid entry is used, else the file is fetched
    observe,      ///< read that is tracked
    write,
    store_close,  ///< close of a dirty file
    drop_close,   ///< close of a clean file by its last descriptor
    counted_open,
    counted_read,
    counted_write,
    counted_close,
  };
  struct Step : explore::StepBase {
    Action action = Action::nothing;
    const Entry* entry = nullptr;
    explore::Field observed;    ///< where a tracked read is kept
    std::uint64_t content = 0;  ///< what a write stores, as it stands in a data field
  };

  // The model concept (explore/model.h). A client has one label: in a state it has one step.
  [[nodiscard]] std::uint32_t actor_count() const;
  [[nodiscard]] std::uint32_t label_count() const { return actor_count(); }
  [[nodiscard]] const explore::Layout& layout() const { return layout_; }
  [[nodiscard]] explore::OwnedControl initial() const;
  template <class S>
  void initialize(S& state) const {
    for (std::size_t file = 0; file < server_.size(); ++file) state.set(server_[file], initial_[file]);
  }
  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    const std::uint32_t clients = actor_count();
    if (ending(control) == explore::Ending::error) return;
    for (std::uint32_t client = 0; client < clients; ++client) {
      if (has_step(client, control)) sink(step_of(client, control));
    }
  }
  template <class S, class Batch>
  static void with_kernel(const Step& step, Batch&& batch);
  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const;
  [[nodiscard]] explore::Ending ending(explore::Control control) const;
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return trace_.actors[label].name; }

  /// How an observable of signature() is read in the states with this control. -1 means "none": a read that
  /// has not happened, or that is not tracked; the data of a file that was never cached.
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control control) const;

  // An observed model (observed_model.h).
  [[nodiscard]] std::vector<explore::EventInstance> events(explore::Control control, const Step& step,
                                                           explore::Branch branch) const;
  /// `open a`, `read a [2]`, `write a`: the descriptor where the file alone does not tell it.
  [[nodiscard]] std::string describe(explore::Control control, const Step& step,
                                     explore::Branch branch) const;
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const;
  [[nodiscard]] std::optional<std::vector<std::uint64_t>> chain_lengths() const;
  [[nodiscard]] std::uint32_t actor_of(std::uint32_t label) const { return label; }
  [[nodiscard]] std::string actor_name(std::uint32_t actor) const { return trace_.actors[actor].name; }

  // A reducible model (reduction/reducible_model.h).
  [[nodiscard]] std::vector<Symmetry> symmetries(std::size_t most) const;
  [[nodiscard]] std::optional<explore::Field> independent(explore::Control control, const Step& step) const;
  [[nodiscard]] bool changes(explore::Control control, const Step& step,
                             explore::ObservableId observable) const;

  [[nodiscard]] const Trace& trace() const { return trace_; }

 private:
  struct Client;
  struct Observed;
  friend class Afs2Builder;

  [[nodiscard]] Symmetry symmetry(const std::vector<std::uint32_t>& images) const;
  void permute_observables(const std::vector<std::uint32_t>& images, Symmetry& symmetry) const;
  [[nodiscard]] bool has_step(std::uint32_t client, explore::Control control) const;
  [[nodiscard]] Step step_of(std::uint32_t client, explore::Control control) const;

  Trace trace_;
  explore::Layout layout_;
  std::vector<explore::Field> server_;  // by file
  std::vector<std::uint64_t> initial_;  // by file, as it stands in the field
  std::vector<Client> clients_;
  std::vector<Observed> observables_;
};

}  // namespace braid::models

#include "braid/checker/models/afs2_kernels.h"  // IWYU pragma: keep
