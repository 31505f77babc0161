// The archive: finished ranks, kept for those who want to go over the states again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "braid/checker/explore/archived_cell.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/observer.h"

namespace braid::explore {

/// Keeps every rank of one sweep, whole ranks only, in memory or in files.
///
/// A rank's image: states sorted and delta-coded as variable-length integers, records after them; cells
/// sorted by positions, so that an image does not depend on the threads; a header with magic, version and
/// sizes, and a 64-bit checksum at the end (archive_image.h). On disk a rank is one file, `rank-<n>.braid`,
/// written under another name, flushed, and renamed when complete: a file under that name is whole.
///
/// Memory: a visited cell is coded at once, so that a sweep holds the image of its current rank, and one
/// uncoded cell a worker. It is accounted to the limits, as are the images that are kept in memory.
class Archive : public Observer {
 public:
  /// Keeps the images in memory, unaccounted.
  Archive();
  /// Keeps them in memory. `limits` must outlive this.
  explicit Archive(Limits& limits);
  /// Keeps them in `directory`, which is made if need be and must hold no archive yet. Throws InputError.
  /// When writing fails, `limits` (which must outlive this) get a stop request for `disk`; the rank is not
  /// kept.
  Archive(std::filesystem::path directory, Limits& limits);
  ~Archive() override;

  void begin(unsigned workers) override;
  void visit(unsigned worker, const CellView& cell) override;
  void rank_done(const RankSummary& summary) override;

  /// The finished ranks, ascending.
  [[nodiscard]] std::vector<Rank> ranks() const;
  /// Gives back the cells of a rank, one by one, by rising positions; the cell is valid during the call only.
  /// Throws InputError if the rank is not in the archive, or its file is missing, of another version, or
  /// damaged, which the checksum tells before the first cell is given. Memory: the image and one cell.
  void read(Rank rank, const std::function<void(const ArchivedCell&)>& cell) const;
  /// Bytes of all images.
  [[nodiscard]] std::uint64_t bytes() const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

}  // namespace braid::explore
