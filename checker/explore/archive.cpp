#include "braid/checker/explore/archive.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <span>
#include <system_error>
#include <utility>

#include "braid/checker/explore/archive_image.h"
#include "braid/checker/explore/internal_error.h"
#include "braid/checker/explore/new_file.h"
#include "braid/tracer/diagnostic.h"

namespace braid::explore {
namespace {

using Image = std::vector<std::uint8_t>;

/// What one worker has seen of the current rank.
struct alignas(128) Workbench {
  struct Cell {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  CellEncoder encoder;
  ByteWriter coded;
  std::vector<Cell> cells;
  std::vector<Position> positions;  // of all cells, one after the other
  std::uint64_t states = 0;

  [[nodiscard]] std::size_t bytes() const {
    return encoder.bytes() + coded.capacity() + cells.capacity() * sizeof(Cell) +
           positions.capacity() * sizeof(Position);
  }
  void clear() {
    coded.clear();
    cells.clear();
    positions.clear();
    states = 0;
  }
};

/// A coded cell and what it is sorted by.
struct CodedCell {
  std::span<const Position> positions;
  std::span<const std::uint8_t> bytes;
};

std::string file_name(Rank rank) {
  return fmt::format("rank-{}.braid", rank);
}

bool is_rank_file(const std::filesystem::path& path) {
  return path.filename().string().starts_with("rank-") && path.extension() == ".braid";
}

void prepare_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    throw InputError(directory.string(), {}, "cannot make the archive's directory: " + error.message());
  }
  std::filesystem::directory_iterator entries(directory, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    if (is_rank_file(entries->path())) {
      throw InputError(directory.string(), {}, "the directory already holds an archive",
                       "a new or empty directory");
    }
  }
  if (error) throw InputError(directory.string(), {}, "cannot read the directory: " + error.message());
}

Image load(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) throw InputError(path.string(), {}, "cannot read the archived rank: " + error.message());
  Image image(size);
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(image.data()), static_cast<std::streamsize>(size));
  if (!in) throw InputError(path.string(), {}, "cannot read the archived rank");
  return image;
}

}  // namespace

struct Archive::Store {
  explicit Store(Limits* limits_or_null) : limits(limits_or_null) {}
  Store(std::filesystem::path where, Limits& limits_of_run)
      : limits(&limits_of_run), on_disk(true), directory(std::move(where)) {
    prepare_directory(directory);
  }
  ~Store() { account(-accounted); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  void account(std::int64_t change) {
    accounted += change;
    if (limits != nullptr) limits->account_memory(change);
  }
  void account_buffers();
  [[nodiscard]] std::vector<CodedCell> sorted_cells() const;
  void keep(Rank rank, const ImageHeader& header, std::span<const std::span<const std::uint8_t>> cells);

  Limits* limits = nullptr;  // may be null
  bool on_disk = false;
  std::filesystem::path directory;
  std::vector<Workbench> workbenches;
  std::map<Rank, Image> images;  // empty images where they are on disk
  std::uint64_t image_bytes = 0;
  std::int64_t accounted = 0;
  std::int64_t accounted_buffers = 0;
};

/// All cells of the current rank, by rising positions.
std::vector<CodedCell> Archive::Store::sorted_cells() const {
  std::vector<CodedCell> sorted;
  for (const Workbench& bench : workbenches) {
    if (bench.cells.empty()) continue;
    const std::size_t actors = bench.positions.size() / bench.cells.size();
    for (std::size_t i = 0; i < bench.cells.size(); ++i) {
      const auto [begin, end] = bench.cells[i];
      sorted.push_back({std::span(bench.positions).subspan(i * actors, actors),
                        bench.coded.bytes().subspan(begin, end - begin)});
    }
  }
  std::sort(sorted.begin(), sorted.end(), [](const CodedCell& a, const CodedCell& b) {
    return std::lexicographical_compare(a.positions.begin(), a.positions.end(), b.positions.begin(),
                                        b.positions.end());
  });
  return sorted;
}

void Archive::Store::keep(Rank rank, const ImageHeader& header,
                          std::span<const std::span<const std::uint8_t>> cells) {
  std::uint64_t size = 0;
  Image image;
  if (on_disk) {
    NewFile file(directory / file_name(rank));
    write_image(header, cells, [&](std::span<const std::uint8_t> bytes) {
      size += bytes.size();
      file.append(bytes);
    });
    file.commit();
  } else {
    write_image(header, cells, [&](std::span<const std::uint8_t> bytes) { size += bytes.size(); });
    image.reserve(size);
    write_image(header, cells, [&](std::span<const std::uint8_t> bytes) {
      image.insert(image.end(), bytes.begin(), bytes.end());
    });
    account(static_cast<std::int64_t>(size));
  }
  images.emplace(rank, std::move(image));
  image_bytes += size;
}

/// Tells the limits how much the workers' buffers have grown.
void Archive::Store::account_buffers() {
  std::int64_t now = 0;
  for (const Workbench& bench : workbenches) now += static_cast<std::int64_t>(bench.bytes());
  account(now - accounted_buffers);
  accounted_buffers = now;
}

Archive::Archive() : store_(std::make_unique<Store>(nullptr)) {}
Archive::Archive(Limits& limits) : store_(std::make_unique<Store>(&limits)) {}
Archive::Archive(std::filesystem::path directory, Limits& limits)
    : store_(std::make_unique<Store>(std::move(directory), limits)) {}
Archive::~Archive() = default;

void Archive::begin(unsigned workers) {
  if (!store_->workbenches.empty()) throw InternalError("an archive keeps one sweep only");
  store_->workbenches = std::vector<Workbench>(workers);
}

void Archive::visit(unsigned worker, const CellView& cell) {
  if (cell.count == 0) return;
  Workbench& bench = store_->workbenches[worker];
  const std::size_t begin = bench.coded.size();
  bench.encoder.encode(cell, bench.coded);
  bench.cells.push_back({begin, bench.coded.size()});
  bench.positions.insert(bench.positions.end(), cell.control.positions.begin(), cell.control.positions.end());
  bench.states += cell.count;
}

void Archive::rank_done(const RankSummary& summary) {
  const std::vector<CodedCell> sorted = store_->sorted_cells();
  ImageHeader header;
  header.rank = summary.rank;
  header.cells = sorted.size();
  std::vector<std::span<const std::uint8_t>> cells;
  cells.reserve(sorted.size());
  for (const CodedCell& cell : sorted) {
    header.actors = static_cast<std::uint32_t>(cell.positions.size());
    header.bytes += cell.bytes.size();
    cells.push_back(cell.bytes);
  }
  for (const Workbench& bench : store_->workbenches) header.states += bench.states;
  store_->account_buffers();
  try {
    store_->keep(summary.rank, header, cells);
  } catch (const std::system_error&) {
    store_->limits->request_stop(StopReason::disk);
  }
  for (Workbench& bench : store_->workbenches) bench.clear();
}

std::vector<Rank> Archive::ranks() const {
  std::vector<Rank> ranks;
  ranks.reserve(store_->images.size());
  for (const auto& [rank, image] : store_->images) ranks.push_back(rank);
  return ranks;
}

void Archive::read(Rank rank, const std::function<void(const ArchivedCell&)>& cell) const {
  const auto found = store_->images.find(rank);
  const std::filesystem::path path = store_->directory / file_name(rank);
  if (found == store_->images.end()) {
    throw InputError(path.string(), {}, fmt::format("rank {} is not in the archive", rank));
  }
  if (!store_->on_disk) return read_image(path.string(), found->second, rank, cell);
  read_image(path.string(), load(path), rank, cell);
}

std::uint64_t Archive::bytes() const {
  return store_->image_bytes;
}

}  // namespace braid::explore
