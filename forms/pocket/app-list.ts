// What the core signs of Pocket's files: their SHA-256. Written by `npm run generate`.

export const appList =
  '(satchel-app (version 1) (file "index.html" "703a7ae4e9fe28c8967c35d98dee9f56223410899e9ea9f3de6ec1db9447dfab") (file "packet.html" "78c3f22757a403f813075ec99087677511ef24482a22df3859285ab1e18f19ab") (file "worker.js" "1c3132d5b2f26c3b18803434fce37a15bae8fa84d77e5a902f202e1ccfe5d39b") (file "manifest.webmanifest" "c0be7d572616b6e8eea9bdc829779f5f59ba90c5f84a27cd6a4c00e4eea2743e") (file "icon.svg" "b3b556105c0cd04fc7a52037704bd2f45caf0b778a84cb88cbbb6e3a3498e6ea") (file "icon.png" "d0b77f8059be6a1eb86626e73988460abc9452a92299021db08aaf0fd4c6817e"))'
