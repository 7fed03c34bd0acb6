/**
 * Places by time zone: English names, then Russian ones. A name that stands for places in several zones, such as Portland or
 * Georgia, is left out, as are countries and states with more than one zone.
 */
export const placeNames = `
UTC: utc, gmt, g. m. t., greenwich mean time, greenwich, coordinated universal time; гринвич, utc, gmt
Europe/London: london, uk, u.k., england, scotland, wales, britain, great britain, united kingdom, manchester, liverpool, edinburgh, glasgow, belfast, british, bst; лондон, англия, британия, великобритания, шотландия, уэльс, манчестер, ливерпуль, эдинбург, глазго
Europe/Dublin: dublin, ireland, irish; дублин, ирландия
Europe/Paris: paris, france, lyon, marseille, toulouse, bordeaux; париж, франция, лион, марсель, бордо
Europe/Berlin: berlin, germany, munich, hamburg, frankfurt, cologne, stuttgart, dusseldorf, central european, cet, cest; берлин, германия, мюнхен, гамбург, франкфурт, кельн, штутгарт, дюссельдорф, центральноевропейский
Europe/Madrid: madrid, barcelona, seville; мадрид, барселона, севилья
Europe/Rome: rome, italy, milan, venice, naples, florence, turin; рим, италия, милан, венеция, неаполь, флоренция, турин
Europe/Amsterdam: amsterdam, netherlands, the netherlands, holland, rotterdam, the hague; амстердам, нидерланды, голландия, роттердам, гаага
Europe/Brussels: brussels, belgium, antwerp; брюссель, бельгия, антверпен
Europe/Zurich: zurich, geneva, switzerland, bern, basel; цюрих, женева, швейцария, берн, базель
Europe/Vienna: vienna, austria, salzburg; вена, австрия, зальцбург
Europe/Prague: prague, czech republic, czechia; прага, чехия
Europe/Warsaw: warsaw, poland, krakow; варшава, польша, краков
Europe/Budapest: budapest, hungary; будапешт, венгрия
Europe/Copenhagen: copenhagen, denmark; копенгаген, дания
Europe/Stockholm: stockholm, sweden; стокгольм, швеция
Europe/Oslo: oslo, norway; осло, норвегия
Europe/Helsinki: helsinki, finland; хельсинки, финляндия
Europe/Tallinn: tallinn, estonia; таллин, эстония
Europe/Riga: riga, latvia; рига, латвия
Europe/Vilnius: vilnius, lithuania; вильнюс, литва
Europe/Athens: athens, greece; афины, греция
Europe/Sofia: sofia, bulgaria; болгария
Europe/Bucharest: bucharest, romania; бухарест, румыния
Europe/Belgrade: belgrade, serbia; белград, сербия
Europe/Zagreb: zagreb, croatia; загреб, хорватия
Europe/Lisbon: lisbon, porto; лиссабон
Europe/Kyiv: kyiv, kiev, ukraine; киев, украина, одесса, харьков
Europe/Minsk: minsk, belarus; минск, беларусь, белоруссия
Europe/Chisinau: chisinau, moldova; кишинев, молдова, молдавия
Europe/Istanbul: istanbul, turkey, ankara; стамбул, турция, анкара
Europe/Moscow: moscow, saint petersburg, st petersburg, sochi, msk; москва, петербург, санкт-петербург, сочи, казань, московский, нижний новгород, ростов-на-дону, воронеж, краснодар
Europe/Samara: samara; самара, ижевск
Asia/Yekaterinburg: yekaterinburg, ekaterinburg; екатеринбург, челябинск, уфа, уфе, пермь, тюмень
Asia/Omsk: omsk; омск
Asia/Novosibirsk: novosibirsk; новосибирск
Asia/Krasnoyarsk: krasnoyarsk; красноярск
Asia/Irkutsk: irkutsk; иркутск
Asia/Yakutsk: yakutsk; якутск
Asia/Vladivostok: vladivostok; владивосток, хабаровск
Asia/Kamchatka: kamchatka; камчатка, петропавловск-камчатский
Europe/Kaliningrad: kaliningrad; калининград
Atlantic/Reykjavik: reykjavik, iceland; рейкьявик, исландия
Asia/Tbilisi: tbilisi; тбилиси, грузия
Asia/Yerevan: yerevan, armenia; ереван, армения
Asia/Baku: baku, azerbaijan; баку, азербайджан
Asia/Almaty: almaty, kazakhstan, astana; алматы, казахстан, астана
Asia/Tashkent: tashkent, uzbekistan; ташкент, узбекистан
Asia/Bishkek: bishkek, kyrgyzstan; бишкек, киргизия
Asia/Dubai: dubai, abu dhabi, uae, united arab emirates; дубай, абу-даби, оаэ, эмираты
Asia/Riyadh: riyadh, saudi arabia; эр-рияд
Asia/Qatar: doha, qatar; доха, катар
Asia/Tehran: tehran, iran; тегеран, иран
Asia/Baghdad: baghdad, iraq; багдад, ирак
Asia/Jerusalem: jerusalem, tel aviv, israel; иерусалим, тель-авив, израиль
Asia/Karachi: karachi, pakistan, lahore, islamabad; карачи, пакистан, лахор, исламабад
Asia/Kabul: kabul, afghanistan; кабул, афганистан
Asia/Kolkata: india, indian, mumbai, bombay, delhi, new delhi, kolkata, calcutta, bangalore, bengaluru, chennai, hyderabad india; индия, мумбаи, дели, нью-дели, калькутта, бангалор, ченнаи
Asia/Kathmandu: kathmandu, nepal; катманду, непал
Asia/Colombo: colombo, sri lanka; коломбо, шри-ланка
Asia/Dhaka: dhaka, bangladesh; дакка, бангладеш
Asia/Yangon: yangon, myanmar; янгон, мьянма
Asia/Bangkok: bangkok, thailand; бангкок, таиланд, пхукет, паттайя
Asia/Ho_Chi_Minh: ho chi minh city, hanoi, vietnam, saigon; ханой, вьетнам, хошимин
Asia/Jakarta: jakarta; джакарта
Asia/Makassar: bali; бали
Asia/Kuala_Lumpur: kuala lumpur, malaysia; куала-лумпур, малайзия
Asia/Singapore: singapore; сингапур
Asia/Manila: manila, philippines, the philippines; манила, филиппины
Asia/Hong_Kong: hong kong; гонконг
Asia/Taipei: taipei, taiwan; тайбэй, тайвань
Asia/Shanghai: beijing, shanghai, china, shenzhen, guangzhou, chinese; пекин, шанхай, китай, шэньчжэнь, гуанчжоу
Asia/Tokyo: tokyo, japan, osaka, kyoto, japanese; токио, япония, осака, киото
Asia/Seoul: seoul, south korea, korea; сеул, южная корея, корея, южной корее, корее
Asia/Pyongyang: pyongyang, north korea; пхеньян, северная корея, северной корее
Australia/Sydney: sydney, canberra, new south wales; сидней, канберра
Australia/Melbourne: melbourne; мельбурн
Australia/Brisbane: brisbane, queensland; брисбен
Australia/Adelaide: adelaide, south australia; аделаида
Australia/Perth: perth, western australia; перт
Australia/Darwin: darwin; дарвин
Pacific/Auckland: auckland, wellington, new zealand; окленд, веллингтон, новая зеландия
Pacific/Honolulu: honolulu, hawaii, maui; гонолулу, гавайи
America/Anchorage: anchorage, juneau; анкоридж
America/Los_Angeles: los angeles, la, l.a., san francisco, san diego, sacramento, oakland, hollywood, california, seattle, washington state, las vegas, vegas, nevada, reno, pacific, pst, pdt, west coast; лос-анджелес, сан-франциско, сан-диего, калифорния, сиэтл, лас-вегас, невада, голливуд, тихоокеанский
America/Denver: denver, colorado, salt lake city, utah, albuquerque, new mexico, montana, wyoming, boise, mountain, mst, mdt; денвер, колорадо, солт-лейк-сити, юта, монтана, горный
America/Phoenix: phoenix, tucson; финикс, аризона
America/Chicago: chicago, illinois, dallas, houston, austin, san antonio, new orleans, louisiana, minneapolis, minnesota, milwaukee, wisconsin, iowa, missouri, st louis, st. louis, oklahoma, oklahoma city, arkansas, alabama, mississippi, memphis, nashville, omaha, central, cst, cdt; чикаго, иллинойс, даллас, хьюстон, остин, новый орлеан, луизиана, миннеаполис, центральный
America/New_York: new york, new york city, nyc, ny, manhattan, brooklyn, boston, massachusetts, philadelphia, pennsylvania, pittsburgh, washington dc, washington d.c., miami, orlando, tampa, atlanta, baltimore, maryland, new jersey, connecticut, ohio, cleveland, cincinnati, akron, virginia, north carolina, south carolina, charlotte, raleigh, vermont, maine, new hampshire, rhode island, delaware, west virginia, eastern, est, edt, east coast; нью-йорк, бостон, филадельфия, майами, вашингтон, атланта, восточный
America/Detroit: detroit; детройт
America/Toronto: toronto, ottawa, montreal, quebec city; торонто, оттава, монреаль
America/Vancouver: vancouver; ванкувер
America/Edmonton: calgary, edmonton, alberta; калгари, эдмонтон
America/Winnipeg: winnipeg, manitoba; виннипег
America/Halifax: halifax, nova scotia; галифакс
America/St_Johns: newfoundland; ньюфаундленд
America/Mexico_City: mexico city; мехико
America/Bogota: bogota, colombia; богота, колумбия
America/Lima: lima, peru; лима, перу
America/Caracas: caracas, venezuela; каракас, венесуэла
America/Sao_Paulo: sao paulo, rio de janeiro, rio, brasilia; сан-паулу, рио-де-жанейро
America/Argentina/Buenos_Aires: buenos aires, argentina; буэнос-айрес, аргентина
America/Montevideo: montevideo, uruguay; монтевидео, уругвай
America/Havana: havana, cuba; гавана, куба
America/Jamaica: jamaica, kingston; ямайка
America/Panama: panama; панама
America/Costa_Rica: costa rica; коста-рика
America/Puerto_Rico: puerto rico; пуэрто-рико
Africa/Cairo: cairo, egypt; каир, египет
Africa/Casablanca: casablanca, morocco; касабланка, марокко
Africa/Lagos: lagos, nigeria, abuja; лагос, нигерия
Africa/Accra: accra, ghana; аккра, гана
Africa/Dakar: dakar, senegal; дакар, сенегал
Africa/Abidjan: ivory coast, abidjan; абиджан
Africa/Nairobi: nairobi, kenya; найроби, кения
Africa/Addis_Ababa: addis ababa, ethiopia; аддис-абеба, эфиопия
Africa/Algiers: algiers, algeria; алжир
Africa/Tunis: tunis, tunisia; тунис
Africa/Johannesburg: johannesburg, cape town, south africa, durban, pretoria; йоханнесбург, кейптаун, юар
`

/** Regions of several zones, which a place may be followed by: "Dallas, Texas". */
export const regionNames = `
America/: usa, us, u.s., u. s., america, united states, the us, the usa; сша, америка
America/New_York America/Chicago: florida, fl, tennessee, tn, kentucky, ky, indiana
America/Chicago America/Denver: texas, tx, kansas, ks, nebraska; техас
America/New_York: ny, ma, pa, nj, ga, va, nc, sc, md, oh, virginia
America/Los_Angeles: ca, nv, wa, california, nevada, washington, oregon
America/Denver: co, ut, nm
America/Phoenix America/Denver: arizona, az
America/Chicago: il, illinois, la, louisiana, mn, minnesota, wi, mo, ok
America/Detroit: michigan, mi
America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/St_Johns: canada; канада
America/Toronto: ontario
America/Vancouver: british columbia
Australia/: australia; австралия
America/Sao_Paulo: brazil, brasil; бразилия
Europe/Moscow Europe/Samara Europe/Kaliningrad Asia/: russia; россия
America/Mexico_City: mexico; мексика
Europe/Madrid: spain; испания
Europe/Lisbon: portugal; португалия
Europe/London: england, uk, united kingdom, britain, scotland
`
