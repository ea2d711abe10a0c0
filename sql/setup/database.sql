create database satchel owner satchel encoding 'UTF8' template template0
