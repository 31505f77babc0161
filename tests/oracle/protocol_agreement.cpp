#include "protocol_agreement.h"

#include <memory>

#include "braid/checker/models/protocol/protocol_sweep.h"
#include "trace_question.h"

namespace braid::oracle {

using Asked = TraceQuestion<models::ProtocolModel>;

void expect_every_schedule_of_protocol(const std::vector<std::string>& texts,
                                       std::initializer_list<const char*> also,
                                       const Predicates& predicates) {
  expect_every_schedule<models::ProtocolModel>(
      texts, [&](const std::string& text) { return std::make_unique<Asked>(text, also, predicates); });
}

void expect_every_state_of_protocol(const std::vector<std::string>& texts,
                                    std::initializer_list<const char*> also, const Predicates& predicates) {
  expect_every_state<models::ProtocolModel>(
      texts, [&](const std::string& text) { return std::make_unique<Asked>(text, also, predicates); });
}

}  // namespace braid::oracle
