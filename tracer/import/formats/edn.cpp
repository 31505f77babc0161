// Histories in EDN: maps with `:process`, `:type`, `:f`, `:value`, perhaps `:key` and `:error`, in one vector
// or list or one after another. So Knossos and Jepsen (history.edn) keep them, and the tests of porcupine.
#include <string>

#include "braid/tracer/import/edn/reader.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/histories/history.h"

namespace braid::import {
namespace {

/// A record's type is its tag: `#jepsen.history.Op{:index 0, ...}`.
const edn::Value& untagged(const edn::Value& value) {
  const edn::Value* inner = &value;
  while (inner->kind == edn::Kind::tagged) inner = &inner->items.front();
  return *inner;
}

class EdnSource final : public QueuedSource {
 public:
  EdnSource(Input input, std::uint64_t source, Ledger& ledger)
      : values_(std::move(input), edn::Reader::Top::opened),
        source_(source),
        ledger_(ledger),
        history_(source, ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.system = has_keys_ ? "store" : "register";
    header.clock = recording::Clock::position;
    header.facts.add("position", "entry");
    return header;
  }

 protected:
  bool advance() override {
    edn::Value value;
    switch (values_.next(value)) {
      case edn::Reader::Outcome::value:
        ledger_.read_unit();
        ++position_;
        add(value);
        return true;
      case edn::Reader::Outcome::cut_off:
        ledger_.found();
        ledger_.skip("values that are cut off", values_.line(), {}, source_);
        break;
      case edn::Reader::Outcome::end:
        if (values_.left_open()) ledger_.note("histories that are cut off");
        break;
    }
    for (recording::Record& record : history_.finish()) emit(std::move(record));
    return false;
  }

 private:
  void add(const edn::Value& value) {
    const edn::Value& map = untagged(value);
    const edn::Value* process = map.find("process");
    const edn::Value* type = map.find("type");
    const edn::Value* function = map.find("f");
    if (process == nullptr || type == nullptr || function == nullptr)
      return skip("values that are no entry", value);
    if (process->kind == edn::Kind::keyword) return skip("operations of the " + process->text, value);
    const auto known = entry_type(type->text);
    if (process->kind != edn::Kind::integer || !known || function->text.empty())
      return skip("values that are no entry", value);
    const std::string number = std::to_string(process->integer);
    HistoryEntry entry;
    entry.process = number;
    entry.type = *known;
    entry.function = function->text;
    entry.value = map.find("value");
    entry.key = map.find("key");
    entry.error = map.find("error");
    entry.position = position_;
    entry.line = values_.line();
    has_keys_ = has_keys_ || entry.key != nullptr;
    if (map.find("time") != nullptr) ledger_.note("entries of which the order is kept, not the time");
    if (auto record = history_.add(entry, {})) emit(std::move(*record));
  }

  void skip(std::string_view kind, const edn::Value& value) {
    ledger_.found();
    ledger_.skip(kind, values_.line(), edn::to_text(value), source_);
  }

  edn::Reader values_;
  std::uint64_t source_;
  Ledger& ledger_;
  History history_;
  std::uint64_t position_ = 0;
  bool has_keys_ = false;
};

int recognises(std::string_view head, std::string_view file_name) {
  const auto has = [head](std::string_view text) { return head.find(text) != std::string_view::npos; };
  const bool edn_name = file_name.ends_with(".edn");
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return 0;
  const bool opens = std::string_view("[({#;").find(head[begin]) != std::string_view::npos;
  if (opens && has(":process ") && has(":type ") && has(":f ")) return 90;
  return edn_name && opens ? 40 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<EdnSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& edn_format() {
  static const Format format{"edn", "histories in EDN, as Knossos, Jepsen and porcupine have them",
                             recognises, open};
  return format;
}

}  // namespace braid::import
