// What the oracle tests ask of afs2.
#pragma once

#include <memory>
#include <vector>

#include "braid/checker/models/afs2_sweep.h"
#include "braid/tracer/trace.h"
#include "question.h"

namespace braid::oracle {

/// The model of a trace in which all reads are tracked, and the questions of AfsOracle to it.
class AfsQuestion {
 public:
  explicit AfsQuestion(const Trace& trace);

  /// Borrows from this.
  [[nodiscard]] const Question<models::Afs2>& question() const { return question_; }

 private:
  [[nodiscard]] static std::vector<explore::ObservableId> tracked(const Trace& trace,
                                                                  const explore::Signature& signature);
  [[nodiscard]] std::vector<Predicate> predicates(const Trace& trace) const;

  explore::Signature signature_;
  std::vector<explore::ObservableId> tracked_;
  models::Afs2 model_;
  Question<models::Afs2> question_;
};

/// The observable of this name. Throws std::out_of_range.
[[nodiscard]] explore::ObservableId find_observable(const explore::Signature& signature,
                                                    const std::string& name);

}  // namespace braid::oracle
