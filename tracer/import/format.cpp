#include "braid/tracer/import/format.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace braid::import {

const Format* find_format(std::string_view name) {
  for (const Format* format : formats()) {
    if (format->name == name) return format;
  }
  return nullptr;
}

const Format* recognise_format(Input& input) {
  const std::string_view head = input.peek(kMostPeeked);
  const Format* surest = nullptr;
  int most = 0;
  for (const Format* format : formats()) {
    const int certainty = format->recognises(head, input.name());
    if (certainty > most) {
      most = certainty;
      surest = format;
    }
  }
  return surest;
}

bool QueuedSource::next(recording::Record& record) {
  while (ready_.empty() && !ended_) ended_ = !advance();
  if (ready_.empty()) return false;
  record = std::move(ready_.front());
  ready_.pop_front();
  return true;
}

namespace {

/// Lazily: a source is asked for its next event when its last one was taken.
class MergedSource final : public RecordSource {
 public:
  explicit MergedSource(std::vector<std::unique_ptr<RecordSource>> sources) {
    for (auto& source : sources) inputs_.push_back({std::move(source), {}, false});
  }

  bool next(recording::Record& record) override {
    if (!begun_) {
      for (Pending& input : inputs_) input.ready = input.source->next(input.record);
      begun_ = true;
    }
    Pending* first = nullptr;
    for (Pending& input : inputs_) {
      if (input.ready && (first == nullptr || place(input.record) < place(first->record))) first = &input;
    }
    if (first == nullptr) return false;
    std::swap(record, first->record);
    first->ready = first->source->next(first->record);
    return true;
  }

  recording::Header header() const override { return inputs_.front().source->header(); }

 private:
  struct Pending {
    std::unique_ptr<RecordSource> source;
    recording::Record record;
    bool ready = false;
  };

  static recording::Time place(const recording::Record& record) {
    if (record.end) return *record.end;
    return record.start.value_or(recording::Time{});
  }

  std::vector<Pending> inputs_;
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<RecordSource> merge(std::vector<std::unique_ptr<RecordSource>> sources) {
  if (sources.size() == 1) return std::move(sources.front());
  return std::make_unique<MergedSource>(std::move(sources));
}

void add_data(recording::Fields& fields, std::string_view data, bool cut_at_source,
              const ImportOptions& options, Ledger& ledger) {
  const bool cut = data.size() > options.most_data;
  fields.add("data", data.substr(0, options.most_data));
  if (!cut && !cut_at_source) return;
  fields.add("cut", true);
  if (cut_at_source) {
    ledger.note("values that the recording itself cuts short");
  } else {
    fields.add("digest", fmt::format("{:016x}", XXH64(data.data(), data.size(), 0)));
    ledger.note("values of which the first bytes are kept");
  }
}

}  // namespace braid::import
