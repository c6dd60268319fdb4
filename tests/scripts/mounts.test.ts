import { expect, it } from "vitest";
import { missingMount } from "@/scripts/postgres/mounts";

const FSTAB = `# /etc/fstab: <file system> <mount point> <type> <options>
UUID=1 / ext4 defaults 0 1
UUID=2 none swap sw 0 0
#UUID=3 /srv/retired ext4 defaults 0 2
UUID=4\t/srv/data/\text4 defaults 0 2
UUID=5 /mnt/lab\\040disk ext4 noauto 0 2
`;
const MOUNTS = "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n";

it("a folder on a disk that is not mounted is known for one", () => {
  expect(missingMount("/srv/data/gpusched", FSTAB, MOUNTS)).toBe("/srv/data");
  expect(missingMount("/srv/data", FSTAB, MOUNTS)).toBe("/srv/data");
  expect(missingMount("/mnt/lab disk/gpusched", FSTAB, MOUNTS)).toBe("/mnt/lab disk");
});

it("so is none where the disk is mounted, or is another one's, or where nobody knows", () => {
  const all = `${MOUNTS}/dev/sdb1 /srv/data ext4 rw 0 0\n/dev/sdc1 /mnt/lab\\040disk ext4 rw 0 0\n`;
  for (const folder of ["/srv/data/gpusched", "/mnt/lab disk/x"]) {
    expect(missingMount(folder, FSTAB, all)).toBeUndefined();
  }
  for (const folder of ["/srv/database", "/srv", "/home/lab/.data", "/srv/retired/x"]) {
    expect(missingMount(folder, FSTAB, MOUNTS)).toBeUndefined();
  }
  expect(missingMount("/srv/data", "", "")).toBeUndefined();
});
