// What the core signs of Pocket's files: their SHA-256. Written by `npm run generate`.

export const appList =
  '(satchel-app (version 1) (file "index.html" "e3ff926d976931cd94eb900c899bd814c71dba867686c5f42f4017539a9a0e67") (file "packet.html" "78c3f22757a403f813075ec99087677511ef24482a22df3859285ab1e18f19ab") (file "worker.js" "a901aee8929077ef102b3f67aa652c0b50292d796a99a6525d1c5eff513dc8dd") (file "manifest.webmanifest" "c0be7d572616b6e8eea9bdc829779f5f59ba90c5f84a27cd6a4c00e4eea2743e") (file "icon.svg" "b3b556105c0cd04fc7a52037704bd2f45caf0b778a84cb88cbbb6e3a3498e6ea") (file "icon.png" "d0b77f8059be6a1eb86626e73988460abc9452a92299021db08aaf0fd4c6817e"))'
