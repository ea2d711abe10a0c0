// What the core signs of Pocket's files: their SHA-256. Written by `npm run generate`.

export const appList =
  '(satchel-app (version 1) (file "index.html" "2a207e2cc72ad4f2244eae0aa70ed7fe9b615c2513f1625fee76d138a8314f01") (file "packet.html" "78c3f22757a403f813075ec99087677511ef24482a22df3859285ab1e18f19ab") (file "worker.js" "4aa651f2034912fd7506c495cdf0e8bdf762002bfdba8cfdb3ea730f098a3aa1") (file "manifest.webmanifest" "c0be7d572616b6e8eea9bdc829779f5f59ba90c5f84a27cd6a4c00e4eea2743e") (file "icon.svg" "b3b556105c0cd04fc7a52037704bd2f45caf0b778a84cb88cbbb6e3a3498e6ea") (file "icon.png" "d0b77f8059be6a1eb86626e73988460abc9452a92299021db08aaf0fd4c6817e"))'
