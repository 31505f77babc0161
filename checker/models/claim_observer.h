// Watches claims during a sweep: which are decided, and how early.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "braid/checker/explore/observer.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/formula/batch_evaluator.h"
#include "braid/checker/formula/bound_formula.h"

namespace braid::models {

/// Evaluates claims on cells: those over states on every state, those over outcomes on final states. One for
/// each worker.
class ClaimEvaluator {
 public:
  ClaimEvaluator(std::span<const formula::BoundFormula> claims, explore::ReadControl read)
      : read_(std::move(read)), over_states_(claims, true), over_outcomes_(claims, false) {}

  /// Calls `decided(claim)` for each claim that some state of the cell decides.
  void decide(const explore::CellView& cell, const std::function<void(std::size_t)>& decided) {
    for (Part* part : parts(cell)) {
      read(*part, cell.control);
      part->evaluator.evaluate(part->readings, cell.states, cell.stride, cell.count, part->deciding);
      for (std::size_t i = 0; i < part->claims.size(); ++i) {
        if (part->deciding.first[i] == formula::Deciding::kNone) continue;
        if (part != &over_outcomes_ || !mixed(cell)) {
          decided(part->claims[i]);
        } else {
          states(cell, part->claims[i], [&, told = false](std::uint32_t) mutable {
            if (!std::exchange(told, true)) decided(part->claims[i]);
          });
        }
      }
    }
  }

  /// Calls `found(state)` for each state of the cell that decides `claim`.
  void states(const explore::CellView& cell, std::size_t claim,
              const std::function<void(std::uint32_t)>& found) {
    for (Part* part : parts(cell)) {
      const auto at = std::find(part->claims.begin(), part->claims.end(), claim);
      if (at == part->claims.end()) continue;
      read(*part, cell.control);
      mask_.resize((cell.count + 63) / 64);
      part->evaluator.deciding_states(static_cast<std::size_t>(at - part->claims.begin()), part->readings,
                                      cell.states, cell.stride, cell.count, mask_);
      for (std::size_t state = 0; state < cell.count; ++state) {
        if ((mask_[state / 64] >> (state % 64) & 1) == 0) continue;
        if (part == &over_outcomes_ && cell.choices_of(state) != 0) continue;
        found(static_cast<std::uint32_t>(state));
      }
    }
  }

 private:
  struct Part {
    Part(std::span<const formula::BoundFormula> all, bool over_states)
        : claims(select(all, over_states)), evaluator(copies(all, claims)) {}

    static std::vector<std::size_t> select(std::span<const formula::BoundFormula> all, bool over_states) {
      std::vector<std::size_t> selected;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if ((all[i].kind == ConditionKind::always) == over_states) selected.push_back(i);
      }
      return selected;
    }
    static std::vector<formula::BoundFormula> copies(std::span<const formula::BoundFormula> all,
                                                     const std::vector<std::size_t>& selected) {
      std::vector<formula::BoundFormula> formulas;
      for (const std::size_t i : selected) formulas.push_back(all[i]);
      return formulas;
    }

    std::vector<std::size_t> claims;
    formula::BatchEvaluator evaluator;
    std::vector<explore::Reading> readings;
    formula::Deciding deciding;
  };

  /// An error's state is no state of the system, and an outcome is one in which schedules end.
  [[nodiscard]] std::vector<Part*>& parts(const explore::CellView& cell) {
    parts_.clear();
    if (cell.ending == explore::Ending::error) return parts_;
    if (!over_states_.claims.empty()) parts_.push_back(&over_states_);
    const bool may_end = cell.choices != nullptr || cell.uniform_choices == 0;
    if (!over_outcomes_.claims.empty() && cell.ending == explore::Ending::final && may_end) {
      parts_.push_back(&over_outcomes_);
    }
    return parts_;
  }
  [[nodiscard]] static bool mixed(const explore::CellView& cell) { return cell.choices != nullptr; }

  void read(Part& part, explore::Control control) const {
    part.readings.clear();
    for (const explore::ObservableId id : part.evaluator.used()) part.readings.push_back(read_(id, control));
  }

  explore::ReadControl read_;
  Part over_states_;
  Part over_outcomes_;
  std::vector<Part*> parts_;
  std::vector<std::uint64_t> mask_;
};

/// What a sweep shows of claims, errors and blocked states: the least rank of each.
class ClaimObserver final : public explore::Observer {
 public:
  /// `thorough`: never satisfied, since errors and blocked states are sought to the end.
  ClaimObserver(std::span<const formula::BoundFormula> claims, explore::ReadControl read, bool thorough)
      : claims_(claims), read_(std::move(read)), thorough_(thorough) {}

  void begin(unsigned workers) override {
    parts_.clear();
    for (unsigned worker = 0; worker < workers; ++worker) parts_.emplace_back(claims_, read_);
  }

  void visit(unsigned worker, const explore::CellView& cell) override {
    Part& part = parts_[worker];
    const explore::Rank rank = cell.control.rank;
    if (cell.ending == explore::Ending::error) lower(part.error, rank);
    if (cell.ending == explore::Ending::blocked && ends(cell)) lower(part.blocked, rank);
    part.evaluator.decide(cell, [&](std::size_t claim) { lower(part.decided[claim], rank); });
  }

  /// Nothing more can change the verdict: every claim is decided, and one is violated.
  [[nodiscard]] bool satisfied() const override {
    if (thorough_) return false;
    bool violated = false;
    for (std::size_t claim = 0; claim < claims_.size(); ++claim) {
      if (!decided(claim)) return false;
      violated = violated || claims_[claim].kind != ConditionKind::exists;
    }
    return violated;
  }

  /// The least rank at which a state decides the claim.
  [[nodiscard]] std::optional<explore::Rank> decided(std::size_t claim) const {
    return least([claim](const Part& part) { return part.decided[claim]; });
  }
  [[nodiscard]] std::optional<explore::Rank> error() const {
    return least([](const Part& part) { return part.error; });
  }
  [[nodiscard]] std::optional<explore::Rank> blocked() const {
    return least([](const Part& part) { return part.blocked; });
  }

  [[nodiscard]] static bool ends(const explore::CellView& cell) {
    if (cell.choices == nullptr) return cell.uniform_choices == 0;
    return std::find(cell.choices, cell.choices + cell.count, 0U) != cell.choices + cell.count;
  }

 private:
  struct Part {
    Part(std::span<const formula::BoundFormula> claims, const explore::ReadControl& read)
        : evaluator(claims, read), decided(claims.size()) {}

    ClaimEvaluator evaluator;
    std::vector<std::optional<explore::Rank>> decided;
    std::optional<explore::Rank> error;
    std::optional<explore::Rank> blocked;
  };

  static void lower(std::optional<explore::Rank>& least, explore::Rank rank) {
    if (!least || rank < *least) least = rank;
  }
  template <class Get>
  [[nodiscard]] std::optional<explore::Rank> least(Get&& get) const {
    std::optional<explore::Rank> least;
    for (const Part& part : parts_) {
      if (const auto rank = get(part)) lower(least, *rank);
    }
    return least;
  }

  std::span<const formula::BoundFormula> claims_;
  explore::ReadControl read_;
  bool thorough_;
  std::vector<Part> parts_;
};

}  // namespace braid::models
